"""What the pages say, in every language they speak. A sentence with a place for something has it in braces."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from functions.orders.model.states import Status
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.settings import settings
from functions.shared.plain.tracking import TrackingStatus

LANGUAGES = {"zh": "中文", "en": "English"}
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]

TEXTS: Mapping[str, Mapping[str, str]] = {
    "order": {"zh": "订单 {number}", "en": "Order {number}"},
    "placed": {"zh": "下单时间 {at}", "en": "Placed {at}"},
    "zone": {"zh": "以上时间均为 {zone}。", "en": "Times are {zone}."},
    "part_shipped": {"zh": "部分商品已发出", "en": "Part of your order is on its way"},
    "part_delivered": {"zh": "部分商品已送达", "en": "Part of your order was delivered"},
    "deadline": {"zh": "请在 {at} 前付款，逾期订单将自动取消。", "en": "Please pay by {at}; after that the order is cancelled."},
    "too_late": {"zh": "付款时间已过，订单即将取消。", "en": "The time to pay is over; the order is about to be cancelled."},
    "open_amount": {"zh": "待付款 {amount}", "en": "{amount} to be paid"},
    "pay_with": {"zh": "选择付款方式", "en": "How would you like to pay?"},
    "no_method": {"zh": "此页面暂无可用的付款方式，请在原下单渠道付款或联系我们。",
                  "en": "No way to pay on this page fits this order; pay where you placed it, or contact us."},
    "cancelled_unpaid": {"zh": "超时未付款，订单已取消。", "en": "It was not paid in time."},
    "cancelled_paid": {"zh": "已付款项将按原支付方式退回。", "en": "What was paid goes back the way it was paid."},
    "being_checked": {"zh": "订单正在核对中", "en": "Your order is being checked"},
    "being_checked_note": {"zh": "核对完成后即安排发货，您无需进行任何操作。",
                           "en": "Nothing more is sent before that is done. There is nothing you need to do."},
    "amended_unpaid": {"zh": "订单已修改，请在 {at} 前补付 {amount}。付款前不会发货；逾期未付，订单恢复为修改前的内容。",
                       "en": "Your order was changed: please pay {amount} by {at}. Nothing is sent before; after that it is what it was."},
    "disputed": {"zh": "该订单的付款存在争议，处理完成前不会继续发货。",
                 "en": "Your bank is looking into a payment of this order; nothing more is sent before that is over."},
    "parcels": {"zh": "包裹", "en": "Parcels"},
    "parcel": {"zh": "包裹 {n}/{of}", "en": "Parcel {n} of {of}"},
    "only_parcel": {"zh": "您的包裹", "en": "Your parcel"},
    "eta": {"zh": "预计 {day} 送达", "en": "Expected on {day}"},
    "delivered_at": {"zh": "{at} 送达", "en": "Delivered {at}"},
    "waybill": {"zh": "运单号", "en": "Waybill"},
    "follow": {"zh": "在快递公司网站查看", "en": "Follow at the carrier"},
    "trace": {"zh": "物流详情", "en": "Where it has been"},
    "earlier": {"zh": "更早的记录未显示。", "en": "Earlier entries are not shown."},
    "not_sent": {"zh": "尚未发出", "en": "Still to be sent"},
    "not_sent_note": {"zh": "以下商品将另行发出，届时会通知您。", "en": "These follow in another parcel; we will tell you."},
    "items": {"zh": "商品", "en": "Items"},
    "each": {"zh": "单价 {amount}", "en": "{amount} each"},
    "ahead": {"zh": "预订商品，预计 {day} 到货", "en": "Ordered ahead, expected by {day}"},
    "will_not_come": {"zh": "其中 {n} 件已取消", "en": "{n} of these cancelled"},
    "paid_back": {"zh": "其中 {n} 件已退款", "en": "{n} of these refunded"},
    "totals": {"zh": "金额", "en": "Totals"},
    "subtotal": {"zh": "商品小计", "en": "Items"},
    "discount": {"zh": "优惠", "en": "Discount"},
    "exchanged": {"zh": "换回商品抵扣", "en": "Paid by what you return"},
    "set_aside": {"zh": "换货商品已为您预留", "en": "Reserved for your exchange"},
    "set_aside_note": {"zh": "换货手续完成后即为您发出。", "en": "It leaves as soon as everything about your exchange is done."},
    "waits_for_group": {"zh": "等待成团", "en": "Waiting for your group"},
    "waits_for_group_note": {"zh": "付款人数凑齐后即为您发货；未能按时成团，款项将原路退回。",
                             "en": "It is sent as soon as the group is full. If it does not fill up in time, your money goes back."},
    "group_failed": {"zh": "未能按时成团。", "en": "The group did not fill up in time."},
    "shipping": {"zh": "运费", "en": "Delivery"},
    "tax_added": {"zh": "{name} {rate}", "en": "{name} {rate}"},
    "tax_included": {"zh": "含 {name} {rate}", "en": "of which {name} {rate}"},
    "total": {"zh": "合计", "en": "Total"},
    "papers": {"zh": "发票", "en": "Invoices"},
    "invoice": {"zh": "发票 {number}", "en": "Invoice {number}"},
    "credit_note": {"zh": "贷记单 {number}", "en": "Credit note {number}"},
    "blue_issued": {"zh": "电子发票 {number}", "en": "E-invoice {number}"},
    "red_issued": {"zh": "红字电子发票 {number}", "en": "Red e-invoice {number}"},
    "blue_issuing": {"zh": "电子发票正在开具中。", "en": "Your e-invoice is being issued."},
    "blue_login_expired": {"zh": "电子发票正在开具中，所需时间可能较长。",
                           "en": "Your e-invoice is being issued; it takes longer than usual."},
    "blue_failed": {"zh": "电子发票未能开具，请核对抬头后重新申请，或联系我们。",
                    "en": "Your e-invoice could not be issued; request it again with the right title, or contact us."},
    "fapiao_request": {"zh": "申请电子发票", "en": "Request a Chinese e-invoice"},
    "fapiao_for": {"zh": "抬头类型", "en": "It is for"},
    "fapiao_personal": {"zh": "个人", "en": "a person"},
    "fapiao_company": {"zh": "企业", "en": "a company"},
    "fapiao_name": {"zh": "抬头名称", "en": "Name"},
    "fapiao_number": {"zh": "税号（统一社会信用代码，企业必填）", "en": "Tax number (unified social credit code, of a company)"},
    "fapiao_ask": {"zh": "提交申请", "en": "Request"},
    "title_wrong": {"zh": "请填写抬头名称；企业还须填写正确的税号。", "en": "Fill in a name and, for a company, its right tax number."},
    "fapiao_exists": {
        "zh": "此订单的电子发票已开具或正在开具中。",
        "en": "There is an e-invoice of this order already, or one is on its way.",
    },
    "no_fapiao": {"zh": "目前无法为此订单开具电子发票。", "en": "No e-invoice can be issued for this order now."},
    "refunded": {"zh": "已退款", "en": "Refunded"},
    "paid": {"zh": "已付款", "en": "Paid"},
    "delivery": {"zh": "配送", "en": "Delivery"},
    "promised": {"zh": "下单时预计 {day} 送达", "en": "When you ordered: arrives {day}"},
    "card_to": {"zh": "发送给 {who}", "en": "Sent to {who}"},
    "card_to_on": {"zh": "{day}发送给 {who}", "en": "Sent on {day} to {who}"},
    "in_points": {"zh": "{n} 积分", "en": "{n} points"},
    "point": {"zh": "自提点：{point}", "en": "Pick-up point: {point}"},
    "open": {"zh": "营业时间：{hours}", "en": "Open: {hours}"},
    "collect_at": {"zh": "请到 {point} 取件。", "en": "Collect it at {point}."},
    "collect_code": {"zh": "取件码：{code}", "en": "Code: {code}"},
    "help": {"zh": "帮助中心", "en": "Help"},
    "contact": {"zh": "联系我们", "en": "Contact"},
    "contact_mail": {"zh": "邮件：{address}", "en": "E-mail: {address}"},
    "contact_phone": {"zh": "电话：{number}", "en": "Telephone: {number}"},
    "private": {"zh": "任何持有此链接的人都能看到此页面，请勿转发。",
                "en": "Whoever has this link can see this page: please do not pass it on."},
    "gone": {"zh": "无法打开此页面", "en": "This page cannot be opened"},
    "gone_note": {"zh": "链接可能已过期、已失效或不完整。填写订单号和下单时的邮箱或手机号，我们会把新链接发给您。",
                  "en": "The link may be over, no longer valid or incomplete. Tell us the order's number and the e-mail address or "
                        "telephone number it was placed with, and we send you a new one."},
    "look_up": {"zh": "查询订单", "en": "Find your order"},
    "look_up_note": {"zh": "填写订单号和下单时的邮箱或手机号，我们会把订单链接发给您。",
                     "en": "Tell us the order's number and the e-mail address or telephone number it was placed with; we send you a link."},
    "number": {"zh": "订单号", "en": "Order number"},
    "email_or_phone": {"zh": "邮箱或手机号", "en": "E-mail address or telephone number"},
    "send": {"zh": "发送链接", "en": "Send me a link"},
    "sent": {"zh": "请查收", "en": "Look into your mail"},
    "sent_note": {"zh": "如果有这样的订单，新链接会在几分钟内发到下单时的邮箱；未留邮箱的订单将发送短信。",
                  "en": "If there is such an order, a new link is on its way to the e-mail address it was placed with, or as a text "
                        "message where there is none. It takes some minutes at most."},
    "incomplete": {"zh": "请填写订单号，以及邮箱或手机号。",
                   "en": "Please fill in the number, and an e-mail address or a telephone number."},
    "right_title": {"zh": "撤回与退货", "en": "Withdrawal"},
    "right_until": {"zh": "最晚可于 {day} 当日结束前提出（{why}）。", "en": "You can do this until the end of {day} ({why})."},
    "right_over": {"zh": "期限已过：最晚可于 {day} 当日结束前提出（{why}）。",
                   "en": "The time to withdraw is over: it ended with {day} ({why})."},
    "right_no_end": {"zh": "自收到最后一个包裹起 {days} 日内均可提出。",
                     "en": "You can do this until {days} days after the last parcel has come."},
    "right_usual": {"zh": "收到最后一个包裹后 {days} 日", "en": "{days} days after the last parcel came"},
    "right_told_late": {"zh": "告知您该权利后 {days} 日", "en": "{days} days after you were told of this right"},
    "right_not_told": {"zh": "未曾告知您该权利，期限延长十二个月", "en": "twelve months longer, because you were not told of this right"},
    "right_note": {"zh": "无需说明理由。", "en": "You need not give a reason."},
    "right_statement": {"zh": "声明", "en": "Your statement"},
    "right_words": {"zh": "本人就订单 {number} 中的以下商品撤回合同（退货）：",
                    "en": "I withdraw from the contract of order {number} for these goods:"},
    "right_name": {"zh": "姓名：{name}", "en": "Name: {name}"},
    "right_mail": {"zh": "确认将发送到下单时的邮箱。", "en": "It will be acknowledged to the e-mail address of the order."},
    "right_of": {"zh": "最多 {n} 件", "en": "of {n}"},
    "right_sealed": {"zh": "未拆封", "en": "It is still sealed"},
    "right_excluded": {"zh": "依法不适用", "en": "excluded by law"},
    "right_how_many": {"zh": "请填写要撤回的件数。", "en": "Please say how many pieces of which goods."},
    "right_done": {"zh": "已收到您的声明", "en": "We received your withdrawal"},
    "right_received": {"zh": "收到时间：{at}。确认邮件正在发送。", "en": "Received {at}. An acknowledgement is on its way to you."},
    "right_amount": {"zh": "共计 {amount} 将退还给您。", "en": "{amount} go back to you."},
    "right_next": {"zh": "尚未发出的商品不再发出；已收到的商品请寄回，并告知运单号。",
                   "en": "What was not sent is not sent any more. Please send back what you have, and tell us the waybill."},
    "your_name": {"zh": "姓名", "en": "Your name"},
    "email": {"zh": "下单时的邮箱", "en": "E-mail address of the order"},
    "state_note": {"zh": "填写订单号和下单时的邮箱，即可撤回合同（退货），无需说明理由。",
                   "en": "Withdraw from a contract with the order's number and the e-mail address it was placed with. You need not "
                         "give a reason."},
    "state_words": {"zh": "{who}：本人撤回订单 {number} 的合同（退货）。确认将发送到 {email}（须为下单时的邮箱）。",
                    "en": "{who}: I withdraw from the contract of order {number}. It is acknowledged to {email}, if that is the "
                          "address of the order."},
    "state_incomplete": {"zh": "请填写订单号和下单时的邮箱。", "en": "Please fill in the number and the e-mail address of the order."},
    "state_sent": {"zh": "已收到您的声明", "en": "Your statement is on its way"},
    "state_sent_note": {"zh": "如果有这样的订单，确认（含内容、日期和时间）会在几分钟内发到下单时的邮箱。",
                        "en": "If there is such an order, an acknowledgement with content, date and time comes to its e-mail address "
                              "in some minutes."},
    "withdrawal_over": {"zh": "期限已过。", "en": "The time to withdraw is over."},
    "withdrawal_excluded": {"zh": "依法这些商品不适用。", "en": "The law excludes these goods."},
    "already_withdrawn": {"zh": "您此前已经提出过。", "en": "You withdrew from it before."},
    "nothing_to_withdraw": {"zh": "没有可以撤回的商品。", "en": "Nothing of this order can be withdrawn."},
    "pay": {"zh": "付款", "en": "Payment"},
    "go_on": {"zh": "继续付款", "en": "Go on to pay"},
    "scan": {"zh": "请用手机扫描二维码付款。", "en": "Scan this with your phone to pay."},
    "transfer": {"zh": "请转账 {amount}，并在附言中注明 {note}。", "en": "Please transfer {amount} with the note {note}."},
    "back": {"zh": "返回订单", "en": "Back to the order"},
    "not_payable": {"zh": "此订单目前无需付款或已不能付款。", "en": "This order needs no payment, or cannot be paid any more."},
    "try_later": {"zh": "付款方暂时没有响应，请稍后再试。", "en": "The payment provider does not answer at the moment; please try again."},
    "other_method": {"zh": "此付款方式不可用，请选择其他方式。", "en": "This way to pay does not fit; please choose another."},
}  # fmt: skip

STATES: Mapping[Status, Mapping[str, str]] = {
    Status.PENDING_PAYMENT: {"zh": "等待付款", "en": "Waiting for your payment"},
    Status.PAID: {"zh": "正在备货", "en": "We are preparing your order"},
    Status.FULFILLING: {"zh": "正在备货", "en": "We are preparing your order"},
    Status.SHIPPED: {"zh": "已发货", "en": "Your order is on its way"},
    Status.DELIVERED: {"zh": "已送达", "en": "Your order was delivered"},
    Status.COMPLETED: {"zh": "已完成", "en": "Your order is complete"},
    Status.CANCELLED: {"zh": "已取消", "en": "Your order was cancelled"},
    Status.IMPORTED: {"zh": "历史订单", "en": "An earlier order"},
}
STATIONS: Mapping[TrackingStatus, Mapping[str, str]] = {
    TrackingStatus.PENDING: {"zh": "备货中", "en": "Being prepared"},
    TrackingStatus.INFO_RECEIVED: {"zh": "等待揽收", "en": "Waiting to be collected"},
    TrackingStatus.PICKED_UP: {"zh": "已揽收", "en": "Collected"},
    TrackingStatus.IN_TRANSIT: {"zh": "运输中", "en": "On its way"},
    TrackingStatus.CUSTOMS: {"zh": "清关中", "en": "At customs"},
    TrackingStatus.OUT_FOR_DELIVERY: {"zh": "派送中", "en": "Out for delivery"},
    TrackingStatus.AVAILABLE_FOR_PICKUP: {"zh": "待取件", "en": "Ready to be picked up"},
    TrackingStatus.DELIVERED: {"zh": "已签收", "en": "Delivered"},
    TrackingStatus.ATTEMPT_FAILED: {"zh": "派送未成功", "en": "Delivery attempted"},
    TrackingStatus.EXCEPTION: {"zh": "异常，正在处理", "en": "Held up; we are looking into it"},
    TrackingStatus.REFUSED: {"zh": "已拒收", "en": "Refused"},
    TrackingStatus.RETURNING: {"zh": "退回中", "en": "On its way back"},
    TrackingStatus.RETURNED: {"zh": "已退回", "en": "Came back to us"},
    TrackingStatus.CANCELLED: {"zh": "已取消", "en": "Cancelled"},
    TrackingStatus.EXPIRED: {"zh": "暂无物流更新", "en": "No news from the courier"},
}


def language_for(*wanted: str) -> str:
    """The first of the wanted languages the pages speak (``en-GB`` is ``en``), else the store's, else English."""
    known = (tag.lower().split("-")[0] for tag in (*wanted, settings().default_language))
    return next((tag for tag in known if tag in LANGUAGES), "en")


def said(language: str, name: str, /, **values: object) -> str:
    """KeyError for a text or value there is not: a hole must not be shown."""
    return TEXTS[name][language].format(**values)


def day_text(language: str, text: str) -> str:
    """A day as it is named where the parcel goes: ``2026-12-24``, or a courier's time of that day, whose zone says nothing."""
    day = date.fromisoformat(text[:10])
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def time_text(text: str) -> str:
    """In the store's time zone, which the page names once."""
    return f"{times.parse(text).astimezone(ZoneInfo(settings().store_timezone)):%Y-%m-%d %H:%M}"


def zone_text() -> str:
    zone = settings().store_timezone
    offset = clock.now().astimezone(ZoneInfo(zone)).strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:]}"
