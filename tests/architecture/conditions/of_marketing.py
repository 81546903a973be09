"""The conditions of marketing, content and recommendations, as `tested` has the others."""

from __future__ import annotations

OF_MARKETING = {
    "content/test_help_centre.py": {
        "content.store.articles:article_write record": "test_who_was_overtaken_saves_over_what_is_there_now",
    },
    "content/test_in_between.py": {
        "content.reading.judge_article:judge vote": "test_one_votes_twice_at_once_and_counts_once",
        "content.store.articles:slug_put SlugRecord": "test_two_articles_want_one_slug_at_once",
        "content.store.category_tree:categories_write CategoriesRecord": "test_two_moves_of_categories_at_once_make_no_loop",
    },
    "content/test_slots.py": {
        "content.store.slots:one_slot_more SlotCountRecord": "test_two_new_slots_at_once_do_not_take_one_place",
        "content.store.slots:slot_write record": "test_two_who_save_at_once_make_two_editions",
    },
    "marketing/test_broadcasts.py": {
        "marketing.store.broadcasts:broadcast_put record": "test_a_worker_that_is_overtaken_tells_nobody_twice",
    },
    "marketing/test_groups_told.py": {
        "marketing.store.people:known_put record": "test_an_order_between_the_look_and_the_telling_is_kept",
    },
    "marketing/test_tags.py": {
        "marketing.store.tag_rules:change_tag_rules record": "test_of_two_who_set_the_list_at_once_one_is_told",
    },
    "marketing/test_in_between.py": {
        "marketing.store.campaigns:campaign_put record": "test_a_campaign_is_cancelled_and_another_worker_begins_at_once",
        "marketing.store.campaigns:leased CampaignRecord": "test_a_campaign_is_cancelled_and_another_worker_begins_at_once",
        "marketing.store.left_carts:change_reminders record": "test_settings_that_two_change_at_once",
        "marketing.store.people:bought_put record": "test_two_orders_of_somebody_at_once_and_one_that_is_told_twice_at_once",
        "marketing.store.recipients:noted_write table": "test_who_is_told_at_their_own_time_is_told_by_one_of_two_workers",
        "marketing.store.recipients:recipient_put record": "test_who_is_told_at_their_own_time_is_told_by_one_of_two_workers",
        "marketing.store.segments:segment_delete SegmentRecord": "test_two_change_a_segment_at_once_and_one_removes_it",
        "marketing.store.segments:segment_put record": "test_two_change_a_segment_at_once_and_one_removes_it",
        "marketing.store.shares:change_rules record": "test_settings_that_two_change_at_once",
        "marketing.store.wishes:round_over table": "test_a_variant_comes_back_in_the_moment_its_round_is_over",
        "marketing.store.wishes:wish_delete WishRecord": "test_a_wish_that_changes_while_it_is_said_taken_back_or_told",
        "marketing.store.wishes:wish_put record": "test_a_wish_that_changes_while_it_is_said_taken_back_or_told",
    },
    "marketing/test_left_carts.py": {
        "orders.carts.left.restore:restore CartRecord": "test_a_cart_that_is_ordered_while_its_link_is_used_opens_nothing",
        "orders.carts.left.tell_left:_update CartRecord": "test_a_cart_that_is_changed_while_it_is_looked_at_was_not_left",
        "marketing.store.left_carts:left_put record": "test_two_workers_look_at_a_step_at_once_and_one_tells",
    },
    "marketing/test_once_each.py": {
        "marketing.store.campaigns:moved_on table": "test_two_workers_that_both_believe_it_is_theirs",
        "marketing.store.campaigns:still_sending CampaignRecord": "test_stopped_while_a_worker_is_at_it",
        "marketing.store.people:still_there KeyRecord": "test_who_is_erased_in_the_middle_is_not_told",
    },
    "marketing/test_people_counted.py": {
        "marketing.store.people_counts:people_count_put record": "test_a_worker_that_was_overtaken_writes_nothing",
    },
    "marketing/test_rebuild.py": {
        "marketing.store.rebuilds:rebuild_put record": "test_two_workers_go_on_at_once_and_one_counts",
    },
    "marketing/shares/test_commission.py": {
        "marketing.store.commissions:book_writes months": "test_a_refund_comes_while_its_month_is_paid",
        "marketing.store.commissions:month_paid table": "test_a_month_is_paid_by_two_at_once",
        "marketing.store.commissions:payable_as_read table": "test_a_payout_comes_while_the_rest_is_forfeited",
        "marketing.store.commissions:shared_put record": "test_two_facts_of_one_order_come_at_once",
        "marketing.store.shares:influencer_put record": "test_an_influencer_is_changed_by_two_at_once",
    },
    "marketing/shares/test_links.py": {
        "marketing.store.shares:link_delete ShareRecord": "test_a_link_is_ended_by_two_at_once",
        "marketing.store.shares:link_writes owned": "test_two_make_the_same_link_at_once",
        "marketing.store.shares:open_writes seen": "test_one_device_opens_twice_at_once",
    },
    "recommendations/test_recommendations.py": {
        "recommendations.curating.choose:choose record": "test_two_who_choose_at_once_overwrite_nobody_unseen",
    },
}
