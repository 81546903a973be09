// What the shop advises where something went wrong, in Chinese by its English text. Held against functions/orders/model/cases/case.py by
// tests/unit/platform/test_advice_is_told_in_chinese.py.
export const adviceZh: Record<string, string> = {
  "Ask the courier to bring it back.": "请联系承运商将包裹退回。",
  "Ask the courier where the parcel is.": "请向承运商查询包裹位置。",
  "Call the courier, then cancel with `told`.": "请致电承运商，确认后再取消包裹。",
  "Ask it to bring the parcel back, or let it go on.": "请要求承运商退回包裹，或让其继续派送。",
  "Correct what the courier refuses, or ship it with another carrier.": "请更正承运商拒收的内容，或改用其他承运商。",
  "Call the buyer; ask the courier how long it waits, or have it brought back.": "请致电买家；向承运商确认可保留多久，或安排退回。",
  "Receive stock, or pay the pieces back.": "请补货入库，或退款。",
  "Send it, or ask the courier where it is; and tell the buyer.": "请尽快发货，或向承运商查询；并告知买家。",
  "Ask the courier to look for it; else pay it back or send it again.": "请承运商查找包裹；找不到则退款或补发。",
  "Agree with the buyer on address and time, and tell the courier.": "请与买家确认地址和时间，并通知承运商。",
  "Receive and grade the pieces, and pay them back.": "请收货验货，并退款。",
  "Pick and pack it, or pay the pieces back.": "请拣货打包，或退款。",
  "Look at it, and release or reject it.": "请核查后放行或拒绝。",
  "Look at the payment: repeat the refund, or pay it back by hand.": "请查看支付：重新退款，或人工退款。",
  "Look at what the order got back, pay what is due, and close the return.": "请核对订单已退金额，补退应付部分，并关闭售后。",
  "Ask the carrier and the buyer; receive them when they come.": "请询问承运商和买家；货到后收货。",
  "Let somebody who may rule do so.": "请有裁决权限的人裁决。",
  "Repeat the refund, or pay by hand and close the return.": "请重新退款，或人工退款后关闭售后。",
};
