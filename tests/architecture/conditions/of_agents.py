"""The conditions of agents, as `tested` has the others."""

from __future__ import annotations

OF_AGENTS = {
    "agents/linking/test_in_between.py": {
        "agents.store.links:save_link record": "test_a_link_that_is_made_in_the_moment_of_another_loses_nothing",
        "agents.store.links:end_link record": "test_a_link_that_ends_while_its_end_is_asked_for_ends_once",
        "agents.store.links:use_proof OAuthRecord": "test_a_statement_that_is_used_while_it_is_looked_at_is_refused",
    },
    "agents/linking/test_oauth.py": {
        "agents.store.links:use_code OAuthRecord": "test_a_code_that_two_bring_at_once_is_one_link",
    },
    "agents/sessions/test_in_between.py": {
        "agents.store.rules:change record": "test_rules_that_two_set_at_once_are_not_lost",
        "agents.store.sessions:session_put record": "test_a_session_that_two_change_at_once_is_what_one_of_them_said",
        "agents.store.told_orders:note_order OrderRecord": "test_who_is_told_of_an_order_is_said_once",
        "agents.store.told_orders:note_told OrderRecord": "test_an_order_that_is_over_while_its_agent_is_told_leaves_nothing",
    },
    "agents/test_every_door.py": {
        "agents.store.answers:begin record": "test_while_the_first_is_still_running",
    },
    "agents/test_permalinks.py": {
        "agents.store.link_carts:link_put record": "test_two_presses_in_the_same_moment_make_one_cart",
    },
}
