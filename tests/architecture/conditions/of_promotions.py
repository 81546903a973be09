"""The conditions of promotions, as `tested` has the others."""

from __future__ import annotations

OF_PROMOTIONS = {
    "promotions/test_agreed_prices.py": {
        "promotions.offers.redeem:_count CounterRecord": "test_a_limit_reached_between_the_look_and_the_order",
        "promotions.offers.redeem:_funds FundsRecord": "test_a_limit_reached_between_the_look_and_the_order",
        "promotions.offers.redeem:redeem_writes FundsRecord": "test_a_budget_spent_between_the_look_and_the_order",
    },
    "promotions/test_buyer_groups.py": {
        "promotions.campaigns.buyer_api:_put BuyerRecord": "test_two_editors_at_the_same_moment_do_not_overwrite_each_other",
    },
    "promotions/test_coupon_life.py": {
        "promotions.offers.past_basket:_writes past_record": "test_what_is_for_newcomers_is_over_after_a_paid_order",
        "promotions.coupons.manage_coupons:create _generic": "test_two_codes_that_look_alike_are_one",
        "promotions.coupons.welcome:_grant once": "test_newcomers_are_welcomed_once_and_use_it_for_their_first_order_only",
    },
    "promotions/test_edited_in_between.py": {
        "orders.store.first_paid:first_and_only_writes write": "test_an_order_that_costs_nothing_is_no_newcomers_once_another_one_is_paid",
        "promotions.store.live_items:_head table": "test_two_campaigns_are_launched_at_once_and_both_run",
        "promotions.coupons.make_codes:_write_slice record": "test_two_workers_make_the_codes_of_one_batch_once",
        "promotions.campaigns.manage_campaigns:_campaign_update table": "test_two_promotions_are_added_at_once_and_both_stay",
        "promotions.coupons.manage_coupons:edit PromotionsTable": "test_a_limit_is_moved_by_two_at_once_and_what_is_left_fits_it",
        "promotions.coupons.manage_coupons:over_writes CodeRecord": "test_a_coupon_is_used_while_staff_take_it_back",
        "promotions.offers.redeem:_reserve_code table": "test_a_coupon_is_taken_back_while_it_is_used",
    },
    "promotions/test_flash_quota.py": {
        "promotions.flash_sales.manage:_shut shard": "test_a_piece_sold_between_the_look_and_the_closing_is_not_given_back",
        "promotions.store.flash_quota:flash_return_writes ShardRecord": "test_closed_between_the_look_and_the_cancellation",
        "promotions.store.flash_quota:flash_writes ShardRecord": "test_the_last_piece_goes_between_the_look_and_the_order",
        "promotions.store.flash_quota:flash_writes entry": "test_a_second_cart_with_the_same_token_meets_the_limit_in_the_transaction",
    },
    "promotions/test_flash_sales.py": {
        "promotions.flash_sales.enter:_grant table": "test_the_gate",
    },
    "promotions/group_buys/test_in_between.py": {
        "promotions.group_buys.manage:close table": "test_two_close_a_group_buy_at_once",
        "promotions.store.group_buys:group_writes record": "test_two_pay_for_the_last_place_at_once",
        "promotions.store.group_claims:group_claim_writes counter": "test_a_buyer_takes_more_than_they_may_by_two_groups_at_once",
        "promotions.store.group_claims:joins _member": "test_a_second_cart_of_the_same_buyer_is_placed_at_once",
    },
    "promotions/holdout/test_compared.py": {
        "promotions.store.trials:paid_writes PromotionsTable": "test_two_first_orders_of_a_customer_at_once_are_one_buyer",
    },
    "promotions/test_in_between.py": {
        "promotions.coupons.claim_coupon:_campaign FundsRecord": "test_a_campaign_stops_while_its_coupon_is_taken",
        "promotions.coupons.claim_coupon:_stock FundsRecord": "test_it_is_stopped_while_it_is_taken",
        "promotions.coupons.claim_coupon:claim_writes CounterRecord": "test_a_customer_takes_it_twice_at_once",
        "promotions.coupons.expire_coupons:_unused table": "test_used_while_it_ends",
        "promotions.store.used_records:moved UsedRecord": "test_a_code_for_everybody_is_given_back_while_paid_is_told",
    },
    "promotions/holdout/test_rfm_groups.py": {
        "promotions.store.rfm:note_rfm buyer": "test_the_latest_night_counts_whatever_is_told_last",
    },
    "promotions/test_newcomers.py": {
        "orders.store.first_paid:nothing_paid_checks FirstPaidRecord": "test_refused_from_the_moment_another_order_is_paid_before_it_is_told",
        "promotions.offers.redeem:_newcomer buyer": "test_two_orders_at_once_use_it_once",
    },
}
