# Simplified Chinese. zh-TW reads this, too.

## Said in many places

-free = 未产生任何费用。
-uncounted = 不计入你的配额。
between-names = 、
span-seconds = { $count } 秒
span-minutes = { $count } 分钟
span-usual = { $typical }，有时 { $slow }

## Commands: their names, what they are about, and what they take

command-video = 视频
about-video = 用提示词生成一段短视频，还可以附上一张图片作为首帧
option-video-prompt = 提示词
about-video-prompt = 视频里发生什么（1 至 2000 个字符）
option-video-image = 图片
about-video-image = 首帧：JPG 或 PNG，也可以是静态的 WebP、GIF、BMP 或 HEIC
option-video-model = 模型
about-video-model = 用哪个模型生成
option-video-private = 私密
about-video-private = 只有你能看到卡片和视频
command-quota = 配额
about-quota = 查看你已用和剩余的视频数量
command-videos = 我的视频
about-videos = 你最近的视频：进度如何，在哪里
command-help = 帮助
about-help = 一屏看懂我能做什么，附可试用的示例
menu-animate = 让图片动起来

## The card: where a video stands, and how slow it is

card-looking = 正在查看你的图片，尚未下单
card-in-line = 排队第 { $position } 位 · { card-usually }
card-submitted = 已提交 · { card-usually }
card-usually = 通常约需 { $usual }
card-percent = 生成中，{ $percent }% · 开始于 { $since }
card-rendering = 生成中，开始于 { $since } · { card-usually }（估计）
card-slow = 生成中，比平时慢 · 开始于 { $since }
card-slow-percent = 生成中，{ $percent }% · 比平时慢，开始于 { $since }
card-late = 比平时慢，开始于 { $since }。视频仍在生成，一旦完成我就会发到这里
card-clearing = 服务方没有说明是否接受了这个订单。我正在确认，不会重复下单
card-fetching = 已生成，正在获取视频
card-ended = 已结束
card-picture = 首帧，提示词：{ $prompt }
card-hint = 第一次使用？任何图片都能动起来：右键点击或长按图片所在的消息，再选择“应用”。更多说明见 /{ command-help }。

## The posts that carry a video, or a whole film

post-by-machine = AI 生成
film-made = 完整影片：共 { $clips } 个片段

## Endings: the last word on a card

ending-done = 用时 { $time } 完成：{ $link }
ending-failed = { $failure }{ -uncounted }
ending-kept = 你的视频已生成，但没有地方能发布它。我已为你保留：输入 { COMMAND(command-videos) } 即可获取。它计为一个视频。
ending-withheld = 你的视频已生成。按你的要求未发布：输入 { COMMAND(command-videos) } 即可查看。它计为一个视频。
ending-cancelled = 已取消。{ -uncounted }

## Failures: why no video came, and what to do

failure-content = 服务方因内容规则拒绝了这段提示词或这张图片。请换一种说法。
failure-order = 服务方无法处理这个订单。请换一张图片或更简单的提示词。
failure-render = 服务方接受了订单，但未能生成视频。你可以重新下单。
failure-no-video = 服务方报告视频已完成，但没有收到能播放的视频。你可以重新下单。
failure-forgotten = 服务方已没有这个订单的记录。你可以重新下单。
failure-unsure = 服务方始终没有说明是否接受了这个订单，也没有收到视频。你可以重新下单。
failure-model = 目前没有服务方提供这个模型。请让管理员查看机器人的日志，或换一个模型。
failure-frame = 图片无法交给服务方。请附上图片重新下单。

## Refusals: what is wrong with an order, that it was free, and what to do

refusal-prompt-missing = 提示词是空的。{ -free }请用一句话说明视频里发生什么。
refusal-prompt-too-long = 提示词有 { $length } 个字符，这个模型最多接受 { $limit } 个。{ -free }请缩短一些。
refusal-quota = 你今天的 { $limit } 个视频已全部用完。{ -free }下一个名额将在 { $next } 空出。
refusal-waiting = 除了正在生成的视频，你已有 { $limit } 个视频在等待。{ -free }等其中一个完成后再下单。
refusal-place = 我不能在这里发布视频，缺少权限：{ $rights }。{ -free }请让管理员授予权限，或换一个频道。
refusal-model-unknown = 我不认识这个模型。{ -free }可用的有 { $models }，请从列表中选择。
refusal-no-provider = 目前没有可用于 { $model } 的服务方。{ -free }请让管理员查看机器人的日志。
refusal-leaving = 我正在重启。{ -free }请一分钟后再试。
refusal-not-a-picture = 无论文件名怎么写，那个文件都不是图片。{ -free }请附上 JPG 或 PNG。
refusal-other-file = 无论文件名怎么写，那个文件都不是图片（看起来是 { $found }）。{ -free }请附上 JPG 或 PNG。
refusal-picture-damaged = 那张图片不完整或已损坏。{ -free }请重新保存或导出，再附上一次。
refusal-picture-gone = Discord 没有提供那张图片。{ -free }请再附上一次。
refusal-picture-large = 那张图片有 { NUMBER($size, minimumFractionDigits: 1) } MB，这个模型最多接受 { NUMBER($limit, minimumFractionDigits: 1) } MB。{ -free }请发送更小的文件，例如 JPG。
refusal-picture-small = 那张图片是 { $width }×{ $height }，短边为 { $side } 像素，这个模型要求大于 { $limit }。{ -free }请发送更大的图片。
refusal-picture-wide = 那张图片太宽：{ $width }×{ $height } 的比例是 { NUMBER($ratio, minimumFractionDigits: 2) }:1，这个模型只接受大于 { $least }:1 且小于 { $most }:1 的比例。{ -free }请裁剪一下。
refusal-picture-tall = 那张图片太高：{ $width }×{ $height } 的比例是 { NUMBER($ratio, minimumFractionDigits: 2) }:1，这个模型只接受大于 { $least }:1 且小于 { $most }:1 的比例。{ -free }请裁剪一下。
refusal-picture-bomb = 那张图片有 { $millions } 百万像素，我最多读取 { $limit } 百万像素。{ -free }请先缩小。
refusal-frame-required = { $model } 需要一张图片作为首帧。{ -free }请附上图片，或换一个模型。
refusal-frame-unused = { $model } 不接受图片。{ -free }请去掉图片，或换一个模型。
refusal-frame-gone = 我已没有那个订单的图片。{ -free }请点击“{ button-mine }”，或输入 { COMMAND(command-video) } 并附上一张。
refusal-video-gone = 我已没有那个视频，也无法找回。{ -free }请选择较新的视频。
refusal-other = 无法接受这个订单。{ -free }请稍作修改后再试。

## A picture of the wrong shape or size, and what can be made of it

mending-choose = { -free }请选择处理方式，选好后才会下单。
mending-wide = 那张图片太宽：{ $width }×{ $height } 的比例是 { NUMBER($ratio, minimumFractionDigits: 2) }:1，这个模型只接受大于 { $least }:1 且小于 { $most }:1 的比例。{ mending-choose }
mending-tall = 那张图片太高：{ $width }×{ $height } 的比例是 { NUMBER($ratio, minimumFractionDigits: 2) }:1，这个模型只接受大于 { $least }:1 且小于 { $most }:1 的比例。{ mending-choose }
mending-small = 那张图片是 { $width }×{ $height }，短边为 { $side } 像素，这个模型要求大于 { $limit }。{ mending-choose }
remedy-crop = 裁剪到中间部分的图片
remedy-pad = 完整图片，边缘模糊填充
remedy-enlarge = 放大的完整图片

## Rights that an admin can give, by the names that Discord shows

right-view-channel = 查看频道
right-send-messages = 发送消息
right-send-in-threads = 在子区内发送消息
right-attach-files = 附加文件
right-read-history = 读取消息历史记录
right-connect = 连接

## The answer to /quota

quota-now = 过去 24 小时你已使用 { $used }/{ $limit } 个视频，还剩 { $left } 个。
quota-next = { quota-now }下一个名额将在 { $next } 空出。
quota-counted = 计入配额：
quota-given-back = 已退还：
quota-deleted = 已删除，仍计入配额
quota-more = 还有 { $count } 个

## The answer to /videos: its pages, its parts, and the state of each video

videos-none = 你还没有视频。输入 { COMMAND(command-video) } 来生成一个。
videos-none-here = 列表的这一部分没有你的视频。请选择其他部分。
videos-page = 你的视频，最新的在前（{ $part }）· 第 { $page } 页，共 { $pages } 页
video-picture = 视频的小图，提示词：{ $prompt }
choice-part-all = 全部
choice-part-made = 已生成
choice-part-open = 进行中
choice-part-failed = 失败或已取消
state-queued = 排队中
state-submitting = 提交中
state-unsure = 正在与服务方确认
state-running = 生成中
state-ready = 已生成，即将发布
state-posted = 已发布
state-kept = 已为你保留
state-failed = 失败，不计入配额
state-cancelled = 已取消，不计入配额

## The answer to /help, and the prompts of its examples

help-what = **我用你的文字和图片制作短视频。**
help-video = **{ COMMAND(command-video) }** 说说发生什么，也可以附上图片。
help-animate = **{ menu-animate }** 右键点击或长按任何带图片的消息，再选择“应用”。
help-videos = **{ COMMAND(command-videos) }** 找回或删除你的视频。
help-quota = **{ COMMAND(command-quota) }** 共 { $limit } 个视频，还剩 { $left } 个。
help-buttons = **视频下方** { button-again }；{ button-edit }；从最后一帧{ button-on }；{ button-mine }，文字不变。
help-time = **要多久？** 通常约需 { $usual }。完成后我会提及你。
help-privacy = -# 提示词和图片会发送给视频服务方。用 { COMMAND(command-videos) } 可以删除我保留的内容。
help-ask = -# 有疑问或遇到问题？请联系服务器管理员。
example-boat = 一只纸船漂过雨中的街道，镜头贴近水面跟随，温暖的傍晚光线
example-cat = 一只猫第一次看到雪，小心翼翼地把一只爪子踩进去，特写，柔和的晨光
example-city = 夜晚缓缓飞过一座大城市，灯光一扇窗接一扇窗亮起，高楼间飘着薄雾

## Buttons

button-again = 再来一次
button-edit = 编辑
button-on = 继续
button-mine = 我的图片
button-film = 完整影片
button-spoiler = 剧透遮挡 开/关
button-delete = 删除
button-delete-sure = 是，删除消息
button-delete-no = 否，保留
button-cancel = 取消
button-withhold = 不要发布
button-mend-crop = 裁剪
button-mend-pad = 模糊边缘
button-mend-enlarge = 放大
button-mend-no = 都不要
button-newer = 较新
button-older = 较旧
button-back = 返回列表
button-repost = 发布到这里
button-fetch = 发给我
button-copy = 复制提示词
button-erase = 删除
button-erase-sure = 是，永久删除
button-erase-no = 否，保留
button-try-boat = 试试：纸船
button-try-cat = 试试：雪中的猫
button-try-city = 试试：夜晚的城市

## Forms and lists to choose from: their titles, their fields, and what stands in an empty one

title-animate = 让图片动起来
title-edit = 稍作修改再下单
title-on = 接下来发生什么？
title-mine = 换成你的图片
title-try = 直接试试，或先修改
field-prompt = 视频里发生什么
hint-prompt = 例如：狐狸转过头，跑进雾里
field-model = 模型
field-picture = 哪张图片
field-file = 你的图片
field-file-optional = 你的图片（可选）
hint-file = 首帧：JPG 或 PNG，也可以是静态的 WebP、GIF、BMP 或 HEIC
hint-choose = 选择视频

## Answers to presses

press-unknown = 这个按钮来自我的其他版本，已不起作用。{ -free }输入 { COMMAND(command-help) } 看看我能做什么。
press-video-gone = 那个视频已被下单的人删除。{ -free }
press-not-yours = 只有下单的人才能这样做。没有任何更改。
press-clip-gone = 我已没有那个视频，也无法找回。没有任何更改。
press-not-made = 那个视频没有生成。没有任何更改。
stop-too-late = 来不及取消了：服务方正在生成这个视频，费用已付。它计为一个视频。我可以不发布它，之后你可以在 { COMMAND(command-videos) } 中找到。
stop-withheld = 我不会发布它，除非此刻已在发布中。生成后，你可以在 { COMMAND(command-videos) } 中找到。它计为一个视频。
stop-over = 那个订单已经结束。没有任何更改。
deleting-question = 要为所有人删除这条消息吗？这个视频的其他帖子不受影响，视频本身仍保留在下单者的 { COMMAND(command-videos) } 中。
deleting-done = 已删除。视频仍在下单者的 { COMMAND(command-videos) } 中。
deleting-left = 已保留原样。
deleting-failed = 我无法删除那条消息。请自行删除，或联系管理员。
erasing-question = 要永久删除这个视频吗？凡是我能移除的、由我发布的帖子都会一并删除；用它合成的完整影片会保留。除非它失败或已取消，否则仍计为当天的一个视频。
erasing-done = 已永久删除。
erasing-posts-stay = 已永久删除，但它还有 { $count } 个帖子保留着，我无权移除。请自行删除，或联系管理员。
erasing-failed = Discord 刚才不允许我移除它的全部帖子（还剩 { $count } 个），所以视频本身没有删除。请一分钟后再试。
film-failed = 无法制作完整影片：其中一部分已不在，或文件太大，无法发到这里。{ -free }各个片段保持原样。
copy-file = 提示词太长，消息放不下，或在消息中会变样：请看文件。
repost-done = 已发布：{ $link }
repost-failed = 刚才无法发布到这里。再试之前，请先看看它是否已经发出。
animate-no-picture = 那条消息里没有我能用的图片。{ -free }请选择带有 JPG、PNG、WebP、GIF、BMP 或 HEIC 的消息。
draft-gone = 那个已经下单了，或者我在一天多以前问过。{ -free }请用 { COMMAND(command-video) } 重新开始。
draft-left = 没有下单。{ -free }

## Errors nobody foresaw

error-broken = 这里出了点问题，不是你的错。{ -free }请一分钟后再试。
