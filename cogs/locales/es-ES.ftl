# Spanish, as it is understood everywhere; the member is "tú". es-419 reads this, too.

## Said in many places

-free = No se ha cobrado nada.
-uncounted = No cuenta para tu cuota.
between-names = { ", " }
span-seconds = { $count } s
span-minutes = { $count } min
span-usual = { $typical }, a veces { $slow }

## Commands: their names, what they are about, and what they take

command-video = video
about-video = Haz un video corto a partir de una descripción y, si quieres, una imagen como primer fotograma
option-video-prompt = descripción
about-video-prompt = Qué pasa en el video (de 1 a 2000 caracteres)
option-video-image = imagen
about-video-image = El primer fotograma: JPG o PNG, o una imagen fija en WebP, GIF, BMP o HEIC
option-video-model = modelo
about-video-model = Qué modelo lo hace
option-video-private = privado
about-video-private = Solo tú ves la tarjeta y el video
command-quota = cuota
about-quota = Cuántos videos has usado y cuántos te quedan
command-videos = videos
about-videos = Tus videos recientes: cómo van y dónde están
command-help = ayuda
about-help = Lo que puedo hacer, de un vistazo y con ejemplos para probar
menu-animate = Animar esta imagen

## The card: where a video stands, and how slow it is

card-looking = revisando tu imagen; todavía no se ha pedido nada
card-in-line = puesto { $position } en la cola · { card-usually }
card-submitted = enviado · { card-usually }
card-usually = suele tardar unos { $usual }
card-percent = generando, { $percent } % · empezó { $since }
card-rendering = generando, empezó { $since } · { card-usually } (es una estimación)
card-slow = generando, más lento de lo normal · empezó { $since }
card-slow-percent = generando, { $percent } % · más lento de lo normal, empezó { $since }
card-late = va más lento de lo normal, empezó { $since }. Se sigue haciendo; lo publicaré aquí en cuanto llegue
card-clearing = el servicio no dijo si aceptó este pedido. Lo estoy averiguando y no lo pediré dos veces
card-fetching = listo; descargando el video
card-ended = terminado
card-picture = El primer fotograma para: { $prompt }
card-hint = ¿Es tu primera vez? Se puede animar cualquier imagen: haz clic derecho en su mensaje o mantenlo pulsado y elige Aplicaciones. El resto, en /{ command-help }.

## The posts that carry a video, or a whole film

post-by-machine = Generado con IA
film-made =
    { $clips ->
        [one] La película entera: { $clips } clip
       *[other] La película entera: { $clips } clips en uno
    }

## Endings: the last word on a card

ending-done = Listo en { $time }: { $link }
ending-failed = { $failure } { -uncounted }
ending-kept = Tu video está hecho, pero no se pudo publicar en ningún sitio. Te lo he guardado: escribe { COMMAND(command-videos) } para recibirlo. Cuenta como un video.
ending-withheld = Tu video está hecho. Como querías, no se publica: escribe { COMMAND(command-videos) } para verlo. Cuenta como un video.
ending-cancelled = Cancelado. { -uncounted }

## Failures: why no video came, and what to do

failure-content = El servicio rechazó esta descripción o imagen por sus normas de contenido. Prueba a decirlo de otra manera.
failure-order = El servicio no pudo usar este pedido. Prueba con otra imagen o con una descripción más sencilla.
failure-render = El servicio aceptó el pedido y no pudo hacer el video. Puedes volver a pedirlo.
failure-no-video = El servicio anunció un video, pero no llegó ninguno que se pueda reproducir. Puedes volver a pedirlo.
failure-forgotten = El servicio ya no conoce este pedido. Puedes volver a pedirlo.
failure-unsure = El servicio nunca dijo si aceptó este pedido y no llegó ningún video. Puedes volver a pedirlo.
failure-model = Ahora mismo ningún servicio ofrece este modelo. Pide a un administrador que mire el registro del bot o elige otro modelo.
failure-frame = No se pudo entregar la imagen al servicio. Vuelve a pedirlo con la imagen adjunta.

## Refusals: what is wrong with an order, that it was free, and what to do

refusal-prompt-missing = La descripción está vacía. { -free } Di en una frase qué pasa en el video.
refusal-prompt-too-long = La descripción tiene { $length } caracteres; este modelo admite { $limit }. { -free } Hazla más corta.
refusal-quota =
    { $limit ->
        [one] Ya has usado tu único video del día.
       *[other] Ya has usado los { $limit } videos de tu día.
    } { -free } El próximo puesto queda libre { $next }.
refusal-waiting =
    { $limit ->
        [one] Ya tienes { $limit } video en espera, además de los que están en marcha. { -free } Pide el siguiente cuando termine.
       *[other] Ya tienes { $limit } videos en espera, además de los que están en marcha. { -free } Pide el siguiente cuando termine alguno.
    }
refusal-place = No puedo publicar videos aquí; permisos que me faltan: { $rights }. { -free } Pídeselos a un administrador o usa otro canal.
refusal-model-unknown = No conozco ese modelo. { -free } Tengo { $models }; elige uno de la lista.
refusal-no-provider = Ahora mismo no hay ningún servicio disponible para { $model }. { -free } Pide a un administrador que mire el registro del bot.
refusal-leaving = Me estoy reiniciando en este momento. { -free } Vuelve a intentarlo en un minuto.
refusal-not-a-picture = Ese archivo no es una imagen, diga lo que diga su nombre. { -free } Adjunta un JPG o un PNG.
refusal-other-file = Ese archivo no es una imagen (parece { $found }), diga lo que diga su nombre. { -free } Adjunta un JPG o un PNG.
refusal-picture-damaged = Esa imagen está cortada o dañada. { -free } Guárdala o expórtala de nuevo y vuelve a adjuntarla.
refusal-picture-gone = Discord no entregó esa imagen. { -free } Vuelve a adjuntarla.
refusal-picture-large = Esa imagen pesa { NUMBER($size, minimumFractionDigits: 1) } MB; este modelo admite { NUMBER($limit, minimumFractionDigits: 1) } MB. { -free } Envía un archivo más pequeño, por ejemplo un JPG.
refusal-picture-small = Esa imagen es de { $width }×{ $height }: { $side } px en su lado corto; este modelo necesita más de { $limit }. { -free } Envía una más grande.
refusal-picture-wide = Esa imagen es demasiado ancha: { $width }×{ $height } es { NUMBER($ratio, minimumFractionDigits: 2) }:1; este modelo admite más de { $least }:1 y menos de { $most }:1. { -free } Recórtala.
refusal-picture-tall = Esa imagen es demasiado alta: { $width }×{ $height } es { NUMBER($ratio, minimumFractionDigits: 2) }:1; este modelo admite más de { $least }:1 y menos de { $most }:1. { -free } Recórtala.
refusal-picture-bomb = Esa imagen tiene { $millions } millones de píxeles; leo hasta { $limit }. { -free } Redúcela primero.
refusal-frame-required = { $model } necesita una imagen como primer fotograma. { -free } Adjunta una o elige otro modelo.
refusal-frame-unused = { $model } no admite imágenes. { -free } Quítala o elige otro modelo.
refusal-frame-gone = Ya no tengo la imagen de ese pedido. { -free } Pulsa «{ button-mine }» o escribe { COMMAND(command-video) } y adjunta una.
refusal-video-gone = Ya no tengo ese video y no pude recuperarlo. { -free } Elige uno más reciente.
refusal-other = No se puede aceptar ese pedido. { -free } Cámbialo un poco y vuelve a intentarlo.

## A picture of the wrong shape or size, and what can be made of it

mending-choose = { -free } Elige qué hago con ella; el video se pide cuando elijas.
mending-wide = Esa imagen es demasiado ancha: { $width }×{ $height } es { NUMBER($ratio, minimumFractionDigits: 2) }:1; este modelo admite más de { $least }:1 y menos de { $most }:1. { mending-choose }
mending-tall = Esa imagen es demasiado alta: { $width }×{ $height } es { NUMBER($ratio, minimumFractionDigits: 2) }:1; este modelo admite más de { $least }:1 y menos de { $most }:1. { mending-choose }
mending-small = Esa imagen es de { $width }×{ $height }: { $side } px en su lado corto; este modelo necesita más de { $limit }. { mending-choose }
remedy-crop = La imagen, recortada a su parte central
remedy-pad = La imagen entera, con el borde difuminado
remedy-enlarge = La imagen entera, ampliada

## Rights that an admin can give, by the names that Discord shows

right-view-channel = Ver canales
right-send-messages = Enviar mensajes
right-send-in-threads = Enviar mensajes en hilos
right-attach-files = Adjuntar archivos
right-read-history = Leer el historial de mensajes
right-connect = Conectar

## The answer to /quota

quota-now =
    Has usado { $used } de { $limit ->
        [one] { $limit } video
       *[other] { $limit } videos
    } en las últimas 24 horas; { $left ->
        [one] te queda { $left }.
       *[other] te quedan { $left }.
    }
quota-next = { quota-now } El próximo puesto queda libre { $next }.
quota-counted = Estos cuentan:
quota-given-back = Estos se te devolvieron:
quota-deleted = eliminado, sigue contando
quota-more = y { $count } más

## The answer to /videos: its pages, its parts, and the state of each video

videos-none = Todavía no tienes videos. Escribe { COMMAND(command-video) } para hacer uno.
videos-none-here = No tienes ningún video en esta parte de la lista. Elige otra.
videos-page = Tus videos, del más nuevo al más antiguo ({ $part }) · página { $page } de { $pages }
video-picture = Una imagen pequeña del video para: { $prompt }
choice-part-all = todos
choice-part-made = hechos
choice-part-open = en marcha
choice-part-failed = fallidos o cancelados
state-queued = en la cola
state-submitting = enviándose
state-unsure = aclarándose con el servicio
state-running = generándose
state-ready = hecho, en camino
state-posted = publicado
state-kept = guardado para ti
state-failed = fallido, no cuenta
state-cancelled = cancelado, no cuenta

## The answer to /help, and the prompts of its examples

help-what = **Hago videos cortos con tus palabras y tus imágenes.**
help-video = **{ COMMAND(command-video) }** Di qué pasa; adjunta una imagen si quieres.
help-animate = **{ menu-animate }** Clic derecho o mantén pulsado cualquier mensaje con una imagen y elige Aplicaciones.
help-videos = **{ COMMAND(command-videos) }** Encuentra los tuyos o elimínalos.
help-quota = **{ COMMAND(command-quota) }** { $left ->
        [one] Te queda { $left } video de { $limit }.
       *[other] Te quedan { $left } videos de { $limit }.
    }
help-buttons = **Debajo de un video** { button-again }; { button-edit }; { button-on } desde su último fotograma; { button-mine } con las mismas palabras.
help-time = **¿Cuánto tarda?** Suele tardar unos { $usual }. Te menciono cuando esté listo.
help-privacy = -# Las descripciones y las imágenes van al servicio de video. Con { COMMAND(command-videos) } eliminas lo que guardo de ellas.
help-ask = -# ¿Dudas o problemas? Pregunta a un administrador del servidor.
example-boat = Un barco de papel navega por una calle bajo la lluvia, la cámara lo sigue a ras del agua, luz cálida del atardecer
example-cat = Un gato ve la nieve por primera vez y apoya una pata con cuidado, primer plano, luz suave de la mañana
example-city = Vuelo lento sobre una gran ciudad de noche, las luces se encienden ventana a ventana, niebla ligera entre las torres

## Buttons

button-again = Otra vez
button-edit = Editar
button-on = Continuar
button-mine = Mi imagen
button-film = Película entera
button-spoiler = Poner/quitar spoiler
button-delete = Eliminar
button-delete-sure = Sí, eliminar el mensaje
button-delete-no = No, dejarlo
button-cancel = Cancelar
button-withhold = No publicarlo
button-mend-crop = Recortada
button-mend-pad = Borde difuminado
button-mend-enlarge = Ampliada
button-mend-no = Ninguna de estas
button-newer = Más nuevos
button-older = Más antiguos
button-back = Volver a la lista
button-repost = Publicar aquí
button-fetch = Enviármelo
button-copy = Copiar descripción
button-erase = Eliminar
button-erase-sure = Sí, eliminar para siempre
button-erase-no = No, conservarlo
button-try-boat = Prueba: un barco de papel
button-try-cat = Prueba: un gato en la nieve
button-try-city = Prueba: una ciudad de noche

## Forms and lists to choose from: their titles, their fields, and what stands in an empty one

title-animate = Animar esta imagen
title-edit = Pídelo un poco diferente
title-on = ¿Qué pasa después?
title-mine = Lo mismo con tu imagen
title-try = Pruébalo o cámbialo antes
field-prompt = Qué pasa en el video
hint-prompt = Por ejemplo: el zorro gira la cabeza y corre hacia la niebla
field-model = Modelo
field-picture = Qué imagen
field-file = Tu imagen
field-file-optional = Tu imagen, si quieres
hint-file = El primer fotograma: JPG o PNG, o una imagen fija en WebP, GIF, BMP o HEIC
hint-choose = Elige un video

## Answers to presses

press-unknown = Este botón es de otra versión mía y ya no hace nada. { -free } Escribe { COMMAND(command-help) } para ver qué puedo hacer.
press-video-gone = Quien pidió ese video lo eliminó. { -free }
press-not-yours = Solo puede hacerlo quien pidió ese video. No se ha cambiado nada.
press-clip-gone = Ya no tengo ese video y no pude recuperarlo. No se ha cambiado nada.
press-not-made = Ese video no está hecho. No se ha cambiado nada.
stop-too-late = Ya es tarde para cancelar: un servicio está haciendo este video y ya está pagado. Cuenta como un video. Puedo evitar que se publique; después lo encuentras en { COMMAND(command-videos) }.
stop-withheld = No lo publicaré, salvo que se esté publicando en este mismo momento. Cuando esté hecho, lo encuentras en { COMMAND(command-videos) }. Cuenta como un video.
stop-over = Ese pedido ya ha terminado. No se ha cambiado nada.
deleting-question = ¿Eliminar este mensaje para todos? Las demás publicaciones del video se quedan donde están, y el video sigue en { COMMAND(command-videos) } de quien lo pidió.
deleting-done = Eliminado. El video sigue en { COMMAND(command-videos) } de quien lo pidió.
deleting-left = Se queda como está.
deleting-failed = No pude eliminar ese mensaje. Elimínalo tú o pídeselo a un administrador.
erasing-question = ¿Eliminar este video para siempre? También se eliminan todos los mensajes en los que lo publiqué, si puedo quitarlos; una película entera hecha con él se queda. Sigue contando como un video de su día, salvo que haya fallado o se haya cancelado.
erasing-done = Eliminado para siempre.
erasing-posts-stay =
    { $count ->
        [one] Eliminado para siempre, pero queda { $count } de sus publicaciones: no me está permitido quitarla. Elimínala tú o pídeselo a un administrador.
       *[other] Eliminado para siempre, pero quedan { $count } de sus publicaciones: no me está permitido quitarlas. Elimínalas tú o pídeselo a un administrador.
    }
erasing-failed =
    { $count ->
        [one] Discord no me dejó quitar su publicación ahora mismo (queda { $count }), así que el video no se ha eliminado. Vuelve a intentarlo en un minuto.
       *[other] Discord no me dejó quitar todas sus publicaciones ahora mismo (quedan { $count }), así que el video no se ha eliminado. Vuelve a intentarlo en un minuto.
    }
film-failed = No se pudo hacer la película entera: falta una parte o no cabe aquí. { -free } Los clips se quedan como están.
copy-file = La descripción es demasiado larga para un mensaje o no se vería tal cual: está en el archivo.
repost-done = Publicado: { $link }
repost-failed = No pude publicarlo aquí ahora mismo. Mira si está antes de volver a intentarlo.
animate-no-picture = Ese mensaje no tiene ninguna imagen que me sirva. { -free } Elige un mensaje con un JPG, PNG, WebP, GIF, BMP o HEIC.
draft-gone = Eso ya se pidió, o te lo pregunté hace más de un día. { -free } Empieza de nuevo con { COMMAND(command-video) }.
draft-left = No se ha pedido nada. { -free }

## Errors nobody foresaw

error-broken = Algo ha ido mal aquí y no es culpa tuya. { -free } Vuelve a intentarlo en un minuto.
