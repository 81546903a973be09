"""Each condition that a write of money or stock carries, and the test that changes the state between the look and the write.

`module:function what`: the function that makes the write, and the record that is written. A test stands here if it fails without the
condition. Where none can, the reason does: another condition of the same transaction refuses whatever this one would, say.
"""

from __future__ import annotations

from tests.architecture.conditions.of_agents import OF_AGENTS
from tests.architecture.conditions.of_marketing import OF_MARKETING
from tests.architecture.conditions.of_promotions import OF_PROMOTIONS

_BY_FILE = {
    "aftersales/test_recalls.py": {
        "aftersales.store.recalls:recall_put record": "test_two_who_close_it_at_once",
        "aftersales.store.recalls:notice_put record": "test_two_answers_at_once_open_one_case",
    },
    "catalog/lifecycle/test_deleting.py": {
        "stock.store.never_sold:_as_counted StockRecord": "test_pieces_that_move_while_it_is_deleted_are_looked_at_again",
    },
    "aftersales/test_stuck.py": {
        "orders.store.auto_confirm:order_unmoved_write OrderRecord": "test_the_money_goes_in_the_moment_of_the_decision",
    },
    "customers/test_sign_in_limits.py": {
        "shared.limits.counters:hit put_item": "test_all_at_once_no_more_are_compared",
    },
    "customers/test_sealed.py": {
        "shared.sealing.person_keys:_put KeyRecord": "test_two_who_make_somebody_s_key_at_once_seal_with_the_same_one",
    },
    "orders/shipping/test_ship_courier_webhooks.py": {
        "orders.shipping.courier_webhooks:process InboxRecord": "test_a_message_that_is_forgotten_while_it_is_worked_on_leaves_no_empty_item",
    },
    "limits/test_limits.py": {
        "shared.limits.counters:give_back put_item": "test_what_ended_in_between_is_not_given_back",
    },
    "catalog/imports/test_stock_of_files.py": {
        "stock.store.book_pieces:_counter StockRecord": "test_a_sale_between_reading_and_setting_is_not_lost",
    },
    "marketing/test_survey_forms.py": {
        "aftersales.store.survey_forms:form_writes head": "test_of_two_who_change_a_form_at_once_one_is_told",
        "aftersales.store.survey_forms:form_writes record": "test_of_two_who_change_a_form_at_once_one_is_told",
    },
    "stock/test_stock_in_between.py": {
        "stock.following.allocate_stock:_allocate StockRecord": "test_pieces_that_come_to_the_first_warehouse_while_sold_ones_are_taken",
        "stock.keeping.book_stock:_counter StockRecord": "test_a_correction_while_buyers_take_pieces",
        "stock.warehouses.manage_warehouses:_put record": "test_two_who_change_a_warehouse_at_once",
        "stock.store.warehouses:check_open WarehouseRecord": "test_a_warehouse_that_closes_while_pieces_are_brought_there",
        "stock.warehouses.manage_warehouses:delete_warehouse _record": "test_a_warehouse_that_opens_again_while_it_is_deleted_stays",
        "stock.store.move_stock:_counter StockRecord": "test_writes_that_were_made_before_another_order_took_the_pieces",
        "stock.store.move_stock:journal_put record": "test_writes_that_were_made_before_another_order_took_the_pieces",
        "catalog.products.show_stock:show_stock ProductRecord": "test_of_two_variants_that_sell_out_at_once_both_are_shown",
        "stock.store.shelves:_update ShelfRecord": "test_two_transfers_of_the_same_pieces",
    },
    "stock/test_ahead_in_between.py": {
        "stock.store.ahead:leave_writes OwedRecord": "test_stock_arrives_in_the_moment_its_order_is_cancelled",
        "stock.following.fill_owed:_fill_next row": "test_an_order_is_cancelled_in_the_moment_its_stock_is_given_to_it",
        "stock.following.fill_owed:_fill_next StockRecord": "test_it_is_recalled_in_the_moment_stock_is_given_out",
        "stock.keeping.set_ahead:set_ahead StockRecord": "test_two_who_set_the_terms_at_once",
        "stock.keeping.set_ahead:end_preorders StockRecord": "test_staff_put_the_release_off_in_the_moment_of_its_end",
        "orders.planning.stock_arrived:stock_arrived OrderRecord": "test_an_order_hears_once_that_its_stock_has_come",
    },
    "stock/test_low_stock.py": {
        "stock.following.alert_low:alert_low record": "test_each_crossing_downward_is_told_once",
        "stock.keeping.set_threshold:_set StockRecord": "test_staff_set_the_threshold",
    },
    "stock/test_safety_stock.py": {
        "stock.store.stock_settings:change_settings record": "test_two_who_set_them_at_once_both_count",
    },
    "stock/test_served_areas.py": {
        "stock.store.served_areas:areas_writes item": "test_two_warehouses_whose_areas_change_at_once",
    },
    "invoices/test_series.py": {
        "invoices.store.series:numbers_put record": "test_a_number_that_is_given_in_between_is_not_given_again",
        "invoices.store.documents:account_put record": "test_a_document_that_is_issued_in_between_is_not_issued_again",
    },
    "invoices/test_documents.py": {
        "invoices.documents.files:keep_files record": "test_a_file_that_was_not_made_is_made_when_it_is_read_and_of_two_makers_one_counts",
    },
    "invoices/test_red_fapiao.py": {
        "invoices.store.fapiao:added record": "test_two_that_take_back_at_once_take_back_once",
        "invoices.store.fapiao:fapiao_put record": "test_what_is_issued_stays_issued",
    },
    "invoices/test_fapiao.py": {
        "invoices.store.fapiao_login:_put LoginRecord": "test_of_two_who_find_the_session_over_one_tells_it",
    },
    "invoices/test_titles.py": {
        "invoices.store.titles:change_titles record": "test_of_two_who_add_at_once_both_are_there",
    },
    "invoices/test_settings.py": {
        "invoices.store.invoice_settings:change_settings item": "test_of_two_who_change_them_at_once_both_are_seen",
    },
    "warehouse/test_picks.py": {
        "stock.store.write_off:_write StockRecord": "test_pieces_that_are_sold_while_they_are_written_off_stay",
    },
    "aftersales/on_page/test_asked_on_page.py": {
        "aftersales.on_page.ask:return_on_page pressed": "test_two_presses_at_once_are_one_case",
    },
    "aftersales/test_complaints.py": {
        "aftersales.store.complaints:complaint_put record": "test_an_answer_comes_in_between",
        "aftersales.store.complaints:number_claim ComplaintRecord": "test_a_number_names_one",
    },
    "aftersales/test_surveys.py": {
        "aftersales.store.surveys:survey_put record": "test_answered_in_between",
    },
    "aftersales/withdrawing/test_withdrawal_races.py": {
        "aftersales.store.statements:statement_put record": "test_the_same_one_comes_in_between",
        "orders.placed.told_of_right:_writes OrderRecord": "test_the_buyer_is_told_while_staff_say_so",
    },
    "aftersales/test_races.py": {
        "aftersales.evidence.announce:announce UploadsRecord": "test_no_more_files_than_a_day_has",
        "aftersales.store.cases:_case_put record": "test_staff_say_no_while_the_buyer_takes_it_back",
        "aftersales.store.cases:_pieces_put record": "test_the_last_piece_goes_into_another_case_in_between",
        "aftersales.store.rules:set_case_rules record": "test_policies_that_change_at_once",
    },
    "aftersales/test_claims.py": {
        "orders.checkout.replace_pieces:replacement number_record": "test_a_number_that_is_taken_is_drawn_again",
    },
    "aftersales/test_exchange_races.py": {
        "orders.checkout.exchange_pieces:exchange_order number_record": "test_a_number_that_is_taken_is_drawn_again",
    },
    "aftersales/test_repairs.py": {
        "orders.checkout.service_order:service_order number_record": "test_a_number_that_is_taken_is_drawn_again",
        "orders.reviewing.case_orders:done_writes OrderRecord": "test_its_order_is_cancelled_while_the_piece_goes_back",
    },
    "catalog/test_variant_identity.py": {
        "stock.store.look_up:never_stocked StockRecord": "test_stock_that_comes_while_the_edit_is_under_way_counts",
    },
    "loyalty/test_points_of_orders.py": {
        "loyalty.store.accounts:account_put record": "test_between_preview_and_placing",
        "loyalty.store.of_orders:earned_put record": "test_what_is_told_of_an_order_at_the_same_moment_is_all_known",
        "loyalty.store.of_orders:spent_put record": "test_what_is_told_of_an_order_at_the_same_moment_is_all_known",
        "loyalty.store.programmes:_change record": "test_what_is_told_of_an_order_at_the_same_moment_is_all_known",
        "loyalty.store.moves:still_there KeyRecord": "test_who_is_erased_is_brought_nothing_by_what_arrives_late",
    },
    "loyalty/test_cards_as_goods.py": {
        "loyalty.store.bought:bought_put record": "test_issued_once_whatever_dies_and_however_often_it_is_told",
        "loyalty.store.bought:to_send_put record": "test_two_who_send_a_letter_send_it_once",
    },
    "loyalty/test_levels.py": {
        "loyalty.store.members:counted_put CountedRecord": "test_one_order_that_is_told_of_twice_at_once_counts_once",
        "loyalty.store.members:_put record": "test_two_orders_of_a_member_at_the_same_moment_both_count",
    },
    "loyalty/test_missions.py": {
        "loyalty.store.progress:cause_put CauseRecord": "test_the_same_cause_twice_in_the_same_instant_and_two_causes",
        "loyalty.store.progress:progress_put ProgressRecord": "test_the_same_cause_twice_in_the_same_instant_and_two_causes",
    },
    "loyalty/test_tenders.py": {
        "loyalty.store.values:_put record": "test_two_carts_with_one_card_in_the_same_instant",
        "loyalty.spending.pay_by_value:give_value_back given": "test_a_refund_that_is_sent_twice_gives_once",
    },
    "moving/test_in_between.py": {
        "orders.imports.take_in_order:_found OrderRecord": "test_two_who_bring_the_same_file_claim_an_order_once",
        "orders.imports.take_in_order:_writes number_record": "test_a_number_that_is_taken_in_between",
        "orders.store.imported.imported_records:note_imported ImportedRecord": "test_the_same_order_is_brought_in_between",
    },
    "pricing/test_keys_of_channels.py": {
        "pricing.store.channel_keys:key_ended_writes _record": "test_two_keys_of_a_channel_at_once_are_both_known",
        "pricing.store.channel_keys:key_made_writes DocumentRecord": "test_a_channel_that_goes_while_a_key_of_it_is_made",
        "pricing.store.channel_keys:key_made_writes _record": "test_two_keys_of_a_channel_at_once_are_both_known",
        "pricing.store.channel_keys:keys_naming ChannelKeysRecord": "test_a_key_that_is_made_while_its_channel_goes",
    },
    "pricing/test_setting_lists.py": {
        "pricing.store.list_prices:set_list_prices record": "test_two_of_the_staff_at_the_same_moment",
        "pricing.store.kept_document:put record": "test_two_of_the_staff_at_the_same_moment",
    },
    "orders/test_buyers_in_between.py": {
        "orders.store.auto_confirm:_cases OrderRecord": "test_a_case_is_closed_as_often_as_it_was_opened",
        "orders.carts.cart_repository:cart_update CartRecord": "test_two_tabs_that_add_other_things",
        "orders.placed.claim_order:claim OrderRecord": "test_two_accounts_of_one_address_claim_an_order_and_one_gets_it",
        "orders.carts.merge_carts:_merged CartRecord": "test_a_line_that_is_added_while_the_guest_signs_in_comes_along",
        "orders.placed.order_fields:annotate OrderRecord": "test_two_of_the_staff_who_note_other_things",
        "orders.checkout.place_order:_write CartRecord": "test_a_line_that_is_added_while_the_order_is_placed_is_in_it",
        "orders.store.rules_parts:_head RulesRecord": "test_the_first_two_changes_of_the_rules_at_once",
        "orders.carts.shown:keep CartRecord": "test_the_price_that_was_shown_last_stays_the_one_that_was_shown",
    },
    "orders/hooks/test_no_answer.py": {
        "orders.store.hooks.circuits:_write OrdersTable": "test_of_many_who_find_it_half_open_at_once_one_asks",
    },
    "orders/test_cart_notes.py": {
        "orders.carts.note_cart:note_cart CartRecord": "test_a_note_in_the_moment_of_placing_is_in_the_order_or_refused",
    },
    "orders/pages/test_links.py": {
        "orders.pages.revoke_links:revoke_links OrderRecord": "test_two_who_revoke_at_once_both_count",
    },
    "orders/pages/test_lookup.py": {
        "orders.pages.link_limits:_more LinkCount": "test_two_workers_with_one_question_each_send_one_link",
    },
    "orders/placed/test_staff_notes.py": {
        "orders.store.noted.order_notes:note_writes OrderRecord": "test_a_buyer_who_is_erased_while_a_note_is_written",
        "orders.store.noted.order_notes:note_writes record": "test_two_who_change_one_note_at_once",
        "orders.store.noted.order_notes:note_removal OrdersTable": "test_a_note_that_is_changed_while_it_is_removed_is_looked_at_again",
    },
    "orders/reviewing/test_held_by_rules.py": {
        "orders.store.review.reviews:review_writes OrderRecord": "test_staff_who_hold_it_while_rules_look",
    },
    "orders/carts/test_cart.py": {
        "shared.http.idempotency:remember record": "test_an_add_with_a_key_counts_once",
    },
    "orders/carts/test_cart_steps.py": {
        "orders.checkout.place_order:_write number_record": "test_a_number_that_is_taken_is_drawn_again",
    },
    "orders/placed/test_in_between.py": {
        "orders.payment.apply_payment:version_update OrderRecord": "test_the_outcome_while_the_dispute_is_opened",
        "orders.placed.extend_hold:extend OrderRecord": "test_paid_while_its_time_is_extended",
        "orders.store.moves:move_through OrderRecord": "test_paid_while_its_buyer_cancels",
    },
    "orders/amending/test_in_between.py": {
        "orders.amending.amend_order:_write OrderRecord": "test_the_order_moves_between_the_last_look_and_the_write",
        "orders.amending.end_amendment:_ended OrderRecord": "test_paid_in_the_moment_in_which_it_lapses",
    },
    "orders/drafting/test_drafts.py": {
        "orders.store.drafts.drafts:draft_put item": "test_two_who_place_it_at_once",
        "orders.drafting.place_draft:place_draft number_record": "test_the_number_of_a_placed_draft_is_drawn_again",
    },
    "orders/placed/test_order_lifecycle.py": {
        "orders.payment.apply_payment:_failed_put payment_record": "test_a_failed_attempt_is_recorded_and_does_not_undo_a_capture",
    },
    "orders/shipping/test_shipment_input.py": {
        "orders.shipping.waybill_claims:waybill_claim record": "test_the_same_waybill_between_the_look_and_the_parcel",
    },
    "orders/cases/test_resolve.py": {
        "orders.store.parcels.cases:case_put record": "test_two_of_the_staff_close_it_at_once",
    },
    "orders/cases/test_limits.py": {
        "orders.cases.new_limits:_bring_forward OrdersTable": "test_a_timer_that_is_set_anew_while_it_is_brought_forward_stays_as_set",
    },
    "payments/attempts/test_metadata.py": {
        "payments.attempts.note_payment:note_payment PaymentRecord": "test_notes_and_a_providers_message_at_once_lose_nothing",
        "payments.refunds.note_refund:_payments_turn PaymentRecord": "test_a_refund_tells_what_was_noted_before_its_money_went",
        "payments.refunds.note_refund:note_refund RefundRecord": "test_notes_on_a_refund_that_is_settled_in_that_moment_lose_nothing",
    },
    "payments/webhooks/test_conditions.py": {
        "payments.reconciling.book_fees:_booking LedgerRecord": "test_a_fee_is_booked_once_by_two_bills_at_once",
        "payments.store.change_item:change_item item": "test_settings_written_in_between_are_not_lost_by_one_that_names_only_its_own",
        "payments.attempts.poll_payment:_plan PaymentRecord": "test_a_refund_whose_answer_is_lost_is_asked_for_though_a_round_ends_just_then",
        "payments.reconciling.reconciliation_runs:_started _record": "test_two_runs_of_one_bill_at_once_are_one",
        "payments.attempts.start_payment:_written record": "test_the_same_start_twice_at_once_is_one_attempt",
    },
    "payments/saved/test_step_up.py": {
        "payments.saved.step_up:_is_first PaymentsTable": "test_of_two_payments_with_one_proof_one_is_made",
        "payments.saved.step_up:_remember item": "test_of_two_new_devices_at_once_both_are_known",
    },
    "payments/saved/test_saved_cards.py": {
        "payments.saved.wallets:change_wallet item": "test_of_two_who_change_a_wallet_at_once_both_count",
    },
    "payments/attempts/test_deadlines.py": {
        "orders.payment.pay_hold:hold_writes OrderRecord": "test_an_order_that_is_paid_meanwhile_is_not_held",
        "payments.attempts.deadline:_moved PaymentRecord": "test_a_payment_that_ends_in_between_is_not_moved",
    },
    "payments/test_in_between.py": {
        "payments.attempts.capture_payment:_settle CaptureRecord": "test_a_capture_that_another_worker_brought_home_is_not_told_as_refused",
        "payments.attempts.capture_payment:_transact_refused PaymentRecord": "test_what_staff_want_let_go_while_the_last_capture_is_refused_is_let_go",
        "payments.store.dispute_store:changed record": "test_the_outcome_that_is_told_while_staff_answer_stays",
        "payments.store.put_aside:put_aside_writes item": "test_a_message_of_nobody_that_two_workers_read_at_once_is_put_aside_once",
        "payments.reconciling.reconciliation_runs:_write _record": "test_a_bill_that_is_asked_for_again_while_it_is_compared_counts_as_asked",
        "payments.refunds.known_refunds:turn_write RefundsRecord": "test_one_piece_is_given_back_once_though_the_money_would_suffice_twice",
    },
    "payments/providers/test_lent_tokens.py": {
        "payments.attempts.pay_lent:_claim record": "test_a_token_of_one_order_pays_no_other",
    },
    "payments/attempts/test_limits.py": {
        "payments.attempts.start_payment:counted AttemptsRecord": "test_attempts_are_bounded_also_for_two_at_once",
    },
    "payments/attempts/test_part_payments.py": {
        "payments.attempts.capture_payment:_claim PaymentRecord": "test_a_capture_between_read_and_claim_of_another_leaves_too_little",
        "payments.attempts.void_payment:void_payment PaymentRecord": "test_a_capture_in_between_is_told_by_the_void_that_follows_it",
    },
    "payments/refunds/test_payment_tasks.py": {
        "payments.refunds.payment_task:_confirm TaskRecord": "test_two_who_confirm_at_once",
    },
    "payments/webhooks/test_quarantine.py": {
        "payments.webhooks.decide_put_aside:_decided PutAsideRecord": "test_two_who_decide_at_once",
    },
    "payments/test_races.py": {
        "payments.refunds.claim_refund:claim_writes PaymentRecord": "test_money_goes_back_by_itself_while_staff_refund",
        "payments.facts.effects:_advance PaymentRecord": "test_a_success_between_read_and_write_of_a_failure_is_not_lost",
        "shared.store.due_tries:counted_try table": "test_two_workers_that_read_at_once_ask_the_provider_once",
    },
    "payments/on_delivery/test_receipts.py": {
        "payments.store.receipts:receipt_write ReceiptRecord": "test_two_orders_at_once_with_one_receipt",
    },
    "payments/webhooks/test_webhooks.py": {
        "payments.webhooks.inbox:store put_item": "test_three_deliveries_are_one_payment_and_three_acknowledgements",
    },
}
TESTED = {
    condition: f"{file}::{test}"
    for file, tests in (_BY_FILE | OF_AGENTS | OF_MARKETING | OF_PROMOTIONS).items()
    for condition, test in tests.items()
}
