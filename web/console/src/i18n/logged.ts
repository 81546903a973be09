// Words in Chinese that nothing but the audit log needs: what has no page, what of a thing was changed, steps without a button.
export const loggedZh: { document: Record<string, string>; related: Record<string, string>; do: Record<string, string> } = {
  document: {
    agent_rules: "智能代理规则", audit_exports: "审计日志导出", breaches: "数据泄露事件", carts: "购物车", consents: "同意记录", coupon_codes: "券码", data_imports: "历史数据导入", delivery_settlements: "货到付款结算", erasures: "个人信息删除",
    exports: "商品导出", goods_codes: "税收分类编码", invoice_settings: "开票设置", marketing_rebuild: "营销数据重建", members: "会员", notifications: "通知", passkey_settings: "通行密钥设置", payment_settings: "支付设置", points_accounts: "积分账户",
    price_floor: "最低利润率", promotion_buyers: "客户分组", questions: "商品提问", related_products: "相关商品", report_exports: "报表导出", reviews: "评价", share_report: "佣金汇总", shipping_calendar: "发货日历", store_credit: "账户余额", views: "视图",
  },
  related: {
    ahead: "预售设置", amendment: "订单修改", exchange_rates: "汇率", forecast: "预测", portrait: "画像", quarantine: "待查款项", threshold: "库存预警线", unit_costs: "单位成本", withdrawal_notice: "撤回权告知",
  },
  do: {
    adjustments: "调整积分", answers: "回答", batches: "批量发行", bulk: "批量导入", channels: "恢复渠道", delivery_notes: "打印发货单", dry_run: "试运行", end: "结束", give: "授予", labels: "打印面单", pick_lists: "打印拣货单", send_again: "重新发出",
    spend: "登记广告费", trace: "上报物流", uploads: "登记文件",
  },
};
