// Names of codes that rows tell and the contract does not count up: providers, channels, why a picture was refused. What has none here is
// said by its code, as words.
type Codes = { state: Record<string, string>; field: Record<string, string> };

export const codes: { en: Codes; zh: Codes } = {
  en: {
    field: { last4: "Last four characters", public_id_last4: "Ends with", x: "Buy (pieces)", y: "Get free (pieces)" },
    state: {
      "17track": "17TRACK", easypost: "EasyPost", fcm: "Firebase (FCM)", inpost: "InPost", kuaidi100: "Kuaidi100", sf_express: "SF Express",
      wechat_mini: "WeChat mini program", wechat_official: "WeChat official account", en: "English", zh: "Chinese",
      unknown_reference: "No payment has this reference", captured_twice: "Paid a second time", unresolved: "The provider never answered", unknown_refund: "No refund has this reference", refund_exceeds_captured: "More than was paid in", info: "Notice",
    },
  },
  zh: {
    field: { web: "网店", app: "手机应用" },
    state: {
      "17track": "17TRACK 物流查询", easypost: "EasyPost 物流", fcm: "Firebase 推送", inpost: "InPost 快递柜", kuaidi100: "快递100", sf_express: "顺丰速运",
      wechat_mini: "微信小程序", wechat_official: "微信公众号",
      not_an_image: "不是图片", too_large_edges: "边长过大", too_many_pixels: "像素过多", broken_image: "图片已损坏", animated: "动图", animation_too_long: "动画过长",
      standard: "标准", express: "特快", question: "提问", review: "评价", link: "含链接", contact: "含联系方式", repetition: "重复字符", unchecked: "未能检查", burst: "短时大量发布", new_author: "新作者",
      by_hand: "人工处理", not_sent: "未寄回", withdrawn_by_buyer: "买家撤回",
      late_payment: "超时付款", duplicate_payment: "重复付款", mismatch_payment: "金额不符", order_cancelled: "订单已取消", order_amended: "订单已修改", dispute_won: "争议胜诉", made_at_provider: "在支付渠道退款", set_aside: "留作余额",
      declined_by_customer_or_bank: "买家或银行拒绝", charge_back: "拒付", charge_back_reverse: "拒付撤回", charge_back_lost: "拒付败诉", amendment: "订单修改", attempt: "支付尝试", dispute: "争议",
      needs_response: "待回应", warning_needs_response: "预警待回应", under_review: "审核中", warning_under_review: "预警审核中", warning_closed: "预警已关闭",
      fraudulent: "欺诈", product_not_received: "未收到商品", product_unacceptable: "商品不符", credit_not_processed: "退款未处理", subscription_canceled: "订阅已取消", unrecognized: "不认识的交易", general: "其他",
      bank_cannot_process: "银行无法处理", check_returned: "支票退回", customer_initiated: "买家发起", debit_not_authorized: "未授权扣款", incorrect_account_details: "账户信息有误", insufficient_funds: "余额不足", noncompliant: "不合规",
      no_account: "没有账户", nothing_paid: "未付款", nothing_to_refund: "没有可退金额", not_arrived: "未到货", awaits_ruling: "待裁决", refund_failed: "退款失败", too_many_refunds: "退款次数过多", gift_card_used: "礼品卡已使用",
      provider_mismatch: "支付渠道不符", account_mismatch: "收款账户不符", currency_mismatch: "币种不符", amount_mismatch: "金额不符", captured_twice: "重复扣款", unknown_reference: "找不到对应的支付", unknown_refund: "找不到对应的退款",
      refund_exceeds_captured: "退款超过收款", unresolved: "支付渠道一直未答复", info: "通知", authorization_success: "授权成功", authorization_failure: "授权失败", authorization_adjustment: "授权金额调整", authorization_action_required: "授权待买家操作",
      charge_request: "请求收款", charge_failure: "收款失败", charge_action_required: "收款待买家操作", refund_request: "请求退款", refund_failure: "退款失败", refund_reverse: "退款被退回", cancel_request: "请求取消", cancel_success: "取消成功", cancel_failure: "取消失败",
      not_a_video: "不是视频", empty_file: "空文件", file_too_large: "文件过大",
    },
  },
};
