# The English words, all of them. The other languages hold the same ids with the same variables, in the same order.
# How an id begins says what limit Discord sets: command-, option- (32, lower case), menu- (32), about-, hint- and
# choice- (100), button- (80), title- and field- (45). A term begins with - and is only used by other words.
# COMMAND makes a command that can be pressed of its name; Discord shows it in messages, but not in the foot of a card.

## Said in many places

-free = Nothing was charged.
-uncounted = It does not count against your quota.
between-names = { ", " }
span-seconds = { $count } s
span-minutes = { $count } min
span-usual = { $typical }, sometimes { $slow }

## Commands: their names, what they are about, and what they take

command-video = video
about-video = Make a short video from a prompt and, if you like, a picture as its first frame
option-video-prompt = prompt
about-video-prompt = What happens in the video (1 to 2000 characters)
option-video-image = image
about-video-image = The first frame: a JPG or PNG, or a WebP, GIF, BMP or HEIC still
option-video-model = model
about-video-model = Which model makes it
option-video-private = private
about-video-private = Only you see the card and the video
command-quota = quota
about-quota = How many videos you have used and have left
command-videos = videos
about-videos = Your recent videos, where they stand and where they are
command-help = help
about-help = What I can do, in one screen, with examples to try
menu-animate = Animate this image

## The card: where a video stands, and how slow it is

card-looking = looking at your picture; nothing is ordered yet
card-in-line =
    { ORDINAL($position) ->
        [one] { $position }st
        [two] { $position }nd
        [few] { $position }rd
       *[other] { $position }th
    } in line · { card-usually }
card-submitted = submitted · { card-usually }
card-usually = usually about { $usual }
card-percent = rendering, { $percent } % · started { $since }
card-rendering = rendering, started { $since } · { card-usually } (an estimate)
card-slow = rendering, slower than usual · started { $since }
card-slow-percent = rendering, { $percent } % · slower than usual, started { $since }
card-late = slower than usual, started { $since }. It is still being made; I will post it here, whenever it comes
card-clearing = the service did not say whether it took this order. I am finding out, and I will not order it twice
card-fetching = made; fetching the video
card-ended = ended
card-picture = The first frame for: { $prompt }
card-hint = First time here? Any picture can be animated: right-click or hold its message, then Apps. /{ command-help } tells the rest.

## The posts that carry a video, or a whole film

post-by-machine = AI-generated
film-made =
    { $clips ->
        [one] The whole film: { $clips } clip
       *[other] The whole film: { $clips } clips in one
    }

## Endings: the last word on a card

ending-done = Done in { $time }: { $link }
ending-failed = { $failure } { -uncounted }
ending-kept = Your video is made, but no place would take it. It is kept for you: type { COMMAND(command-videos) } to get it. It counts as one video.
ending-withheld = Your video is made. As you wished, it is not posted: type { COMMAND(command-videos) } to see it. It counts as one video.
ending-cancelled = Cancelled. { -uncounted }

## Failures: why no video came, and what to do

failure-content = The service refused this prompt or picture because of its rules on content. Try another wording.
failure-order = The service could not use this order. Try another picture or a simpler prompt.
failure-render = The service took the order and could not make the video. You can order it again.
failure-no-video = The service reported a video, but none that can be played came. You can order it again.
failure-forgotten = The service no longer knows this order. You can order it again.
failure-unsure = The service never said whether it took this order, and no video came. You can order it again.
failure-model = No service offers this model just now. Ask an admin to look at the bot's log, or choose another model.
failure-frame = The picture could not be handed to the service. Order it again with the picture attached.

## Refusals: what is wrong with an order, that it was free, and what to do

refusal-prompt-missing = The prompt is empty. { -free } Say in a sentence what happens in the video.
refusal-prompt-too-long = The prompt has { $length } characters; this model takes { $limit }. { -free } Make it shorter.
refusal-quota =
    { $limit ->
        [one] You have used the one video of your day.
       *[other] You have used all { $limit } videos of your day.
    } { -free } The next place comes free { $next }.
refusal-waiting =
    { $limit ->
        [one] You already have { $limit } video waiting besides those under way. { -free } Order the next one when it is done.
       *[other] You already have { $limit } videos waiting besides those under way. { -free } Order the next one when one of them is done.
    }
refusal-place = I may not post videos here: I lack { $rights }. { -free } Ask an admin for it, or use another channel.
refusal-model-unknown = I do not know that model. { -free } I have { $models }; pick one from the list.
refusal-no-provider = No service is available for { $model } just now. { -free } Ask an admin to look at the bot's log.
refusal-leaving = I am being restarted this moment. { -free } Please try again in a minute.
refusal-not-a-picture = That file is not a picture, whatever its name says. { -free } Attach a JPG or a PNG.
refusal-other-file = That file is not a picture (it looks like { $found }), whatever its name says. { -free } Attach a JPG or a PNG.
refusal-picture-damaged = That picture is cut off or damaged. { -free } Save or export it again and attach it once more.
refusal-picture-gone = Discord did not hand over that picture. { -free } Attach it once more.
refusal-picture-large = That picture is { NUMBER($size, minimumFractionDigits: 1) } MB; this model takes { NUMBER($limit, minimumFractionDigits: 1) } MB. { -free } Send a smaller file, for example a JPG.
refusal-picture-small = That picture is { $width }×{ $height }: { $side } px on its short side; this model needs more than { $limit }. { -free } Send a larger one.
refusal-picture-wide = That picture is too wide: { $width }×{ $height } is { NUMBER($ratio, minimumFractionDigits: 2) }:1; this model takes more than { $least }:1 and less than { $most }:1. { -free } Crop it.
refusal-picture-tall = That picture is too tall: { $width }×{ $height } is { NUMBER($ratio, minimumFractionDigits: 2) }:1; this model takes more than { $least }:1 and less than { $most }:1. { -free } Crop it.
refusal-picture-bomb = That picture has { $millions } million pixels; I read up to { $limit }. { -free } Scale it down first.
refusal-frame-required = { $model } needs a picture as the first frame. { -free } Attach one, or choose another model.
refusal-frame-unused = { $model } takes no picture. { -free } Leave it out, or choose another model.
refusal-frame-gone = I no longer have the picture of that order. { -free } Press "{ button-mine }", or type { COMMAND(command-video) } and attach one.
refusal-video-gone = I no longer have that video and could not get it back. { -free } Choose a newer one.
refusal-other = That order cannot be taken. { -free } Change it a little and try again.

## A picture of the wrong shape or size, and what can be made of it

mending-choose = { -free } Choose what I shall make of it; the video is ordered when you do.
mending-wide = That picture is too wide: { $width }×{ $height } is { NUMBER($ratio, minimumFractionDigits: 2) }:1; this model takes more than { $least }:1 and less than { $most }:1. { mending-choose }
mending-tall = That picture is too tall: { $width }×{ $height } is { NUMBER($ratio, minimumFractionDigits: 2) }:1; this model takes more than { $least }:1 and less than { $most }:1. { mending-choose }
mending-small = That picture is { $width }×{ $height }: { $side } px on its short side; this model needs more than { $limit }. { mending-choose }
remedy-crop = The picture, cropped to its middle
remedy-pad = The whole picture, with a blurred edge
remedy-enlarge = The whole picture, enlarged

## Rights that an admin can give, by the names that Discord shows

right-view-channel = View Channel
right-send-messages = Send Messages
right-send-in-threads = Send Messages In Threads
right-attach-files = Attach Files
right-read-history = Read Message History
right-connect = Connect

## The answer to /quota

quota-now =
    You have used { $used } of { $limit ->
        [one] { $limit } video
       *[other] { $limit } videos
    } in the last 24 hours; { $left } left.
quota-next = { quota-now } The next place comes free { $next }.
quota-counted = These count:
quota-given-back = These were given back:
quota-deleted = deleted, still counts
quota-more = and { $count } more

## The answer to /videos: its pages, its parts, and the state of each video

videos-none = You have no videos yet. Type { COMMAND(command-video) } to make one.
videos-none-here = None of your videos is in this part of the list. Choose another part.
videos-page = Your videos, newest first ({ $part }) · page { $page } of { $pages }
video-picture = A small picture of the video for: { $prompt }
choice-part-all = all
choice-part-made = made
choice-part-open = under way
choice-part-failed = failed or cancelled
state-queued = waiting in line
state-submitting = being submitted
state-unsure = being cleared up with the service
state-running = rendering
state-ready = made, on its way
state-posted = posted
state-kept = kept for you
state-failed = failed, not counted
state-cancelled = cancelled, not counted

## The answer to /help, and the prompts of its examples

help-what = **I make short videos from your words and pictures.**
help-video = **{ COMMAND(command-video) }** Say what happens; attach a picture if you like.
help-animate = **{ menu-animate }** Right-click or hold any message with a picture, then Apps.
help-videos = **{ COMMAND(command-videos) }** Find yours again, or delete them.
help-quota = **{ COMMAND(command-quota) }** { $left } of { $limit } videos left.
help-buttons = **Under a video** { button-again }; { button-edit }; { button-on } from its last frame; { button-mine } with the same words.
help-time = **How long?** Usually about { $usual }. I mention you when it is done.
help-privacy = -# Prompts and pictures go to the video service. { COMMAND(command-videos) } deletes what I keep of them.
help-ask = -# Questions or trouble? Ask an admin of the server.
example-boat = A paper boat drifts down a rainy street, the camera follows close to the water, warm evening light
example-cat = A cat sees snow for the first time and carefully puts one paw into it, close-up, soft morning light
example-city = Slow flight over a big city at night, the lights go on window by window, thin fog between the towers

## Buttons

button-again = Again
button-edit = Edit
button-on = Go on
button-mine = My picture
button-film = Whole film
button-spoiler = Spoiler on/off
button-delete = Delete
button-delete-sure = Yes, delete the message
button-delete-no = No, leave it
button-cancel = Cancel
button-withhold = Do not post it
button-mend-crop = Cropped
button-mend-pad = Blurred edge
button-mend-enlarge = Enlarged
button-mend-no = None of these
button-newer = Newer
button-older = Older
button-back = Back to the list
button-repost = Post here
button-fetch = Send it to me
button-copy = Copy prompt
button-erase = Delete
button-erase-sure = Yes, delete it for good
button-erase-no = No, keep it
button-try-boat = Try: a paper boat
button-try-cat = Try: a cat in the snow
button-try-city = Try: a city at night

## Forms and lists to choose from: their titles, their fields, and what stands in an empty one

title-animate = Animate this image
title-edit = Order it a little differently
title-on = What happens next?
title-mine = The same with your picture
title-try = Try it, or change it first
field-prompt = What happens in the video
hint-prompt = For example: the fox turns its head and runs into the fog
field-model = Model
field-picture = Which picture
field-file = Your picture
field-file-optional = Your picture, if you like
hint-file = The first frame: a JPG or PNG, or a WebP, GIF, BMP or HEIC still
hint-choose = Choose a video

## Answers to presses

press-unknown = This button comes from another version of me and does nothing any more. { -free } Type { COMMAND(command-help) } to see what I can do.
press-video-gone = That video was deleted by whoever ordered it. { -free }
press-not-yours = Only whoever ordered that video can do this. Nothing was changed.
press-clip-gone = I no longer have that video and could not get it back. Nothing was changed.
press-not-made = That video is not made. Nothing was changed.
stop-too-late = It is too late to cancel: a service is making this video, and it is paid for. It counts as one video. I can keep it from being posted; you then find it in { COMMAND(command-videos) }.
stop-withheld = I will not post it, unless it is being posted this very moment. When it is made, you find it in { COMMAND(command-videos) }. It counts as one video.
stop-over = That order is over already. Nothing was changed.
deleting-question = Delete this message for everybody? Other posts of the video stay where they are, and the video itself stays in the { COMMAND(command-videos) } of whoever ordered it.
deleting-done = Deleted. The video is still in the { COMMAND(command-videos) } of whoever ordered it.
deleting-left = Left as it is.
deleting-failed = I could not delete that message. Delete it yourself, or ask an admin.
erasing-question = Delete this video for good? All messages in which I posted it go too, where I can remove them; a whole film that was made of it stays. It still counts as one video of its day, unless it failed or was cancelled.
erasing-done = Deleted for good.
erasing-posts-stay =
    { $count ->
        [one] Deleted for good, but { $count } of its posts stays: I may not remove it. Delete it yourself, or ask an admin.
       *[other] Deleted for good, but { $count } of its posts stay: I may not remove them. Delete them yourself, or ask an admin.
    }
erasing-failed =
    { $count ->
        [one] Discord did not let me remove its post just now ({ $count } is left), so the video itself was not deleted. Please try again in a minute.
       *[other] Discord did not let me remove all its posts just now ({ $count } are left), so the video itself was not deleted. Please try again in a minute.
    }
film-failed = The whole film could not be made: a part of it is no longer there, or it does not fit here. { -free } The clips stay as they are.
copy-file = The prompt is too long for a message, or would not stay as it is in one: it is in the file.
repost-done = Posted: { $link }
repost-failed = I could not post it here just now. Look whether it is there before you try again.
animate-no-picture = That message has no picture I could use. { -free } Choose a message with a JPG, PNG, WebP, GIF, BMP or HEIC.
draft-gone = That was ordered already, or I asked more than a day ago. { -free } Start again with { COMMAND(command-video) }.
draft-left = Nothing was ordered. { -free }

## Errors nobody foresaw

error-broken = Something went wrong here, and it is not your doing. { -free } Please try again in a minute.
