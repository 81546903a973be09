"""Carts, checkout, orders, shipments. What other domains may use is exported here and nowhere else."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.orders.amending.take_out_withdrawn import take_out_withdrawn
    from functions.orders.carts.left.left_cart import LeftCart, cart_link, left_cart
    from functions.orders.carts.payable_carts import PayableCart, payable_cart
    from functions.orders.checkout.agent_basket import (
        Basket,
        BasketWish,
        PlacedOrder,
        basket_link,
        cancel_placed,
        change_basket,
        look_at_basket,
        open_basket,
        place_basket,
        placed_order,
        read_basket,
        ways_to_place,
    )
    from functions.orders.checkout.exchange_pieces import ExchangeOrder, NewPieces, exchange_order
    from functions.orders.checkout.replace_pieces import Replacement, replacement
    from functions.orders.checkout.service_order import ServiceOrder, service_order
    from functions.orders.imports.take_in_order import TakenOrder, take_in_order
    from functions.orders.model.imported.imported_order import ImportedLine, ImportedOrder
    from functions.orders.model.order import Order, OrderLine
    from functions.orders.model.order_refund import OrderCompensation, OrderRefund
    from functions.orders.model.shipment import Shipment
    from functions.orders.model.states import FulfilmentStatus, PaymentStatus
    from functions.orders.model.withdrawal.labels import WithdrawalLabels, labels_for
    from functions.orders.model.withdrawal.window import Why, Window, window_of
    from functions.orders.pages.parcel_news import ParcelNews, parcel_news
    from functions.orders.payment.give_compensation import compensation_writes, order_buyer
    from functions.orders.payment.hold_refund import RequestedRefund, refund_writes
    from functions.orders.payment.order_bill import OrderBill, check_changeable, check_visible, order_bill
    from functions.orders.payment.pay_hold import check_may_pay, hold_writes, payable_until
    from functions.orders.payment.payable import Payable, payable, payable_in, payable_keys
    from functions.orders.payment.refundable_lines import RefundableLine, RefundableLines, refundable_lines
    from functions.orders.payment.value_to_take import value_to_take
    from functions.orders.placed.bought_pieces import BoughtLine, BoughtPieces, bought_pieces
    from functions.orders.placed.cancel_order import cancel_withdrawn
    from functions.orders.placed.contact import Bought, Contact, contact, order_summary, reach_of
    from functions.orders.placed.contract_facts import Contract, ContractLine, contract_of, contract_on
    from functions.orders.placed.order_parcels import OrderParcels, is_stopping, order_parcels
    from functions.orders.placed.staff.affected import Affected, AffectedOrder, affected_orders, named_orders
    from functions.orders.placed.staff.bought_lately import BoughtProduct, bought_lately
    from functions.orders.placed.staff.of_customer import CustomersOrder, customers_orders, has_orders
    from functions.orders.placed.told_of_right import note_told
    from functions.orders.reviewing.case_orders import done_writes, go_on_writes, stop_writes
    from functions.orders.reviewing.recalled_orders import orders_holding, stop_recalled
    from functions.orders.store.auto_confirm import case_closed_write, case_opened_write, order_unmoved_write
    from functions.orders.store.drafts.drafts import drafts_key
    from functions.orders.store.filed.sold_lists import sold_writes
    from functions.orders.store.filed.state_lists import filed_writes, first_states, states_of
    from functions.orders.store.order_links import sealed, unsealed
    from functions.orders.store.parcels.places import places_of
    from functions.orders.store.parcels.stuck_returns import StuckReturn, return_goes_on_writes, return_stuck_writes
    from functions.orders.store.parcels.watching import watch_now
    from functions.orders.store.parcels.whose import Whose, whose_orders
    from functions.orders.store.rules_store import carriers_off
    from functions.orders.store.shipments import order_of_parcel
    from functions.orders.store.status_lists import listing
else:
    __getattr__ = lazily(
        __name__,
        {
            "amending.take_out_withdrawn": "take_out_withdrawn",
            "carts.left.left_cart": "LeftCart cart_link left_cart",
            "carts.payable_carts": "PayableCart payable_cart",
            "checkout.agent_basket": "Basket BasketWish PlacedOrder basket_link cancel_placed change_basket look_at_basket open_basket "
            "place_basket placed_order read_basket ways_to_place",
            "checkout.exchange_pieces": "ExchangeOrder NewPieces exchange_order",
            "checkout.replace_pieces": "Replacement replacement",
            "checkout.service_order": "ServiceOrder service_order",
            "imports.take_in_order": "TakenOrder take_in_order",
            "model.imported.imported_order": "ImportedLine ImportedOrder",
            "model.order": "Order OrderLine",
            "model.order_refund": "OrderCompensation OrderRefund",
            "model.shipment": "Shipment",
            "model.states": "FulfilmentStatus PaymentStatus",
            "model.withdrawal.labels": "WithdrawalLabels labels_for",
            "model.withdrawal.window": "Why Window window_of",
            "pages.parcel_news": "ParcelNews parcel_news",
            "payment.give_compensation": "compensation_writes order_buyer",
            "payment.hold_refund": "RequestedRefund refund_writes",
            "payment.order_bill": "OrderBill check_changeable check_visible order_bill",
            "payment.pay_hold": "check_may_pay hold_writes payable_until",
            "payment.payable": "Payable payable payable_in payable_keys",
            "payment.refundable_lines": "RefundableLine RefundableLines refundable_lines",
            "payment.value_to_take": "value_to_take",
            "placed.bought_pieces": "BoughtLine BoughtPieces bought_pieces",
            "placed.cancel_order": "cancel_withdrawn",
            "placed.contact": "Bought Contact contact order_summary reach_of",
            "placed.contract_facts": "Contract ContractLine contract_of contract_on",
            "placed.order_parcels": "OrderParcels is_stopping order_parcels",
            "reviewing.recalled_orders": "orders_holding stop_recalled",
            "reviewing.case_orders": "done_writes go_on_writes stop_writes",
            "placed.told_of_right": "note_told",
            "placed.staff.affected": "Affected AffectedOrder affected_orders named_orders",
            "placed.staff.bought_lately": "BoughtProduct bought_lately",
            "placed.staff.of_customer": "CustomersOrder customers_orders has_orders",
            "store.auto_confirm": "case_closed_write case_opened_write order_unmoved_write",
            "store.drafts.drafts": "drafts_key",
            "store.filed.sold_lists": "sold_writes",
            "store.filed.state_lists": "filed_writes first_states states_of",
            "store.order_links": "sealed unsealed",
            "store.parcels.places": "places_of",
            "store.parcels.stuck_returns": "StuckReturn return_goes_on_writes return_stuck_writes",
            "store.parcels.watching": "watch_now",
            "store.parcels.whose": "Whose whose_orders",
            "store.rules_store": "carriers_off",
            "store.shipments": "order_of_parcel",
            "store.status_lists": "listing",
        },
    )

__all__ = [
    "Affected",
    "AffectedOrder",
    "Basket",
    "BasketWish",
    "Bought",
    "BoughtLine",
    "BoughtPieces",
    "BoughtProduct",
    "Contact",
    "Contract",
    "ContractLine",
    "CustomersOrder",
    "ExchangeOrder",
    "FulfilmentStatus",
    "ImportedLine",
    "ImportedOrder",
    "LeftCart",
    "NewPieces",
    "Order",
    "OrderBill",
    "OrderCompensation",
    "OrderLine",
    "OrderParcels",
    "OrderRefund",
    "ParcelNews",
    "Payable",
    "PayableCart",
    "PaymentStatus",
    "PlacedOrder",
    "RefundableLine",
    "RefundableLines",
    "Replacement",
    "RequestedRefund",
    "ServiceOrder",
    "Shipment",
    "StuckReturn",
    "TakenOrder",
    "Whose",
    "Why",
    "Window",
    "WithdrawalLabels",
    "affected_orders",
    "basket_link",
    "bought_lately",
    "bought_pieces",
    "cancel_placed",
    "cancel_withdrawn",
    "carriers_off",
    "cart_link",
    "case_closed_write",
    "case_opened_write",
    "change_basket",
    "check_changeable",
    "check_may_pay",
    "check_visible",
    "compensation_writes",
    "contact",
    "contract_of",
    "contract_on",
    "customers_orders",
    "done_writes",
    "drafts_key",
    "exchange_order",
    "filed_writes",
    "first_states",
    "go_on_writes",
    "has_orders",
    "hold_writes",
    "is_stopping",
    "labels_for",
    "left_cart",
    "listing",
    "look_at_basket",
    "named_orders",
    "note_told",
    "open_basket",
    "order_bill",
    "order_buyer",
    "order_of_parcel",
    "order_parcels",
    "order_summary",
    "order_unmoved_write",
    "orders_holding",
    "parcel_news",
    "payable",
    "payable_cart",
    "payable_in",
    "payable_keys",
    "payable_until",
    "place_basket",
    "placed_order",
    "places_of",
    "reach_of",
    "read_basket",
    "refund_writes",
    "refundable_lines",
    "replacement",
    "return_goes_on_writes",
    "return_stuck_writes",
    "sealed",
    "service_order",
    "sold_writes",
    "states_of",
    "stop_recalled",
    "stop_writes",
    "take_in_order",
    "take_out_withdrawn",
    "unsealed",
    "value_to_take",
    "watch_now",
    "ways_to_place",
    "whose_orders",
    "window_of",
]
