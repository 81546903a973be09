"""What problems are called in the reader's language. Codes are stable and for programs; these texts are for people.

By code where people meet it while shopping, else by status. A detail stays as it was written where it says more than its title.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_ZH_BY_STATUS: Mapping[int, str] = {
    400: "无法读取请求",
    401: "需要登录",
    403: "没有权限",
    404: "未找到",
    405: "不支持该请求方法",
    409: "当前状态不允许此操作",
    413: "请求内容过大",
    415: "不支持的内容类型",
    422: "请求内容不符合要求",
    429: "请求过于频繁",
    500: "服务器内部错误",
    503: "服务暂时不可用",
}

_ZH_BY_CODE: Mapping[str, str] = {
    "invalid_token": "登录已失效，请重新登录",
    "invalid_credentials": "账号或密码错误",
    "not_confirmed": "账号尚未验证",
    "version_conflict": "数据已被他人修改",
    "contention": "操作过于繁忙，请稍后再试",
    "idempotency_key_reused": "该幂等键已用于其他请求",
    "out_of_stock": "库存不足",
    "unpublished": "商品已下架",
    "empty_cart": "购物车是空的",
    "incomplete": "订单信息不完整",
    "too_many_lines": "商品种类过多",
    "quantity_limit": "超出限购数量",
    "unknown_variant": "商品规格不存在",
    "wrong_currency": "币种不一致",
    "currency_not_offered": "不支持该币种",
    "preview_changed": "价格已变化，请重新确认",
    "address_not_covered": "该地址不在配送范围内",
    "unknown_delivery_option": "所选配送方式不可用",
    "cart_already_placed": "购物车已下单",
    "cart_merged": "购物车已合并",
    "coupon_unusable": "优惠券不可用",
    "already_claimed": "您已领取过该优惠券",
    "promotion_spent": "优惠活动已结束",
    "flash_sold_out": "秒杀已售罄",
    "flash_limit": "超出秒杀限购数量",
    "flash_closed": "秒杀未开始或已结束",
    "flash_busy": "抢购人数过多，请稍后再试",
    "illegal_transition": "当前状态不允许此操作",
    "not_pending_payment": "订单不在待支付状态",
    "already_extended": "支付时间已延长过一次",
    "hold_expired": "支付时间已过",
    "nothing_to_pay": "订单无需支付",
    "already_reviewed": "您已评价过该商品",
    "not_a_buyer": "购买后才能评价",
    "not_delivered_yet": "收货后才能评价",
    "too_many_addresses": "收货地址数量已达上限",
    "search_not_ready": "搜索正在准备中，请稍后再试",
    "price_below_floor": "价格低于允许的最低价",
    "not_publishable": "商品信息不完整，无法上架",
    "sku_taken": "SKU 已被使用",
    "barcode_taken": "条码已被使用",
    "duplicate_barcode": "条码重复",
    "slug_taken": "网址名称已被使用",
    "external_id_taken": "外部编号已被使用",
    "unknown_field": "未定义的自定义字段",
    "invalid_field": "自定义字段的值不符合要求",
}


def title_of(code: str, status: int, english: str, wanted: Sequence[str]) -> str:
    """The title in the first wanted language there is. `english` is what it is without one."""
    for tag in wanted:
        language = tag.split("-")[0]
        if language == "zh":
            return _ZH_BY_CODE.get(code) or _ZH_BY_STATUS.get(status, english)
        if language == "en":
            return english
    return english
