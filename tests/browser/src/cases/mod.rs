//! The tests of the page in a browser: a table of async functions, each run in every engine.
//!
//! A test gets the page in a fresh tab and no more than it opens itself. At its end, and whenever it leaves a page, that
//! page must have had no policy violation, no uncaught error, no error in the console and no file from another origin.

mod breaking;
mod charts;
mod client;
mod embedding;
mod endurance;
mod everyone;
mod export;
mod flashing;
mod hardship;
mod inspector;
mod languages;
mod layout;
mod manners;
mod pictures;
mod probing;
mod returning;
mod running;
mod sharing;
mod single;
mod starting;
mod statistics;
mod story;
mod styles;
mod survey;
mod wishes;
mod words;

use browser::runner::Case;

/// Makes the table from the names of functions.
macro_rules! cases {
    ($($module:ident::$name:ident),* $(,)?) => {
        &[$(Case { name: stringify!($name), run: |page| Box::pin($module::$name(page)) }),*]
    };
}

/// Every test, in the order of running.
pub const CASES: &[Case] = cases![
    probing::the_probe_sees_what_must_never_happen,
    starting::the_page_starts_under_any_path,
    starting::the_page_starts_in_a_frame_sandboxed_or_not,
    starting::the_page_loads_few_files_and_each_of_them_once,
    starting::the_page_runs_before_its_second_part_is_there_and_gets_it_when_it_is_needed,
    starting::a_damaged_second_part_is_refused_and_the_page_says_so,
    starting::a_damaged_module_is_refused_and_the_page_says_so,
    styles::styles_of_what_is_not_there_at_first_come_when_the_page_runs_or_before_a_link_does,
    styles::a_page_whose_later_styles_are_damaged_runs_without_them,
    running::the_default_scenario_plays_by_itself,
    running::every_scenario_has_the_digest_of_native_code,
    running::any_link_gives_a_running_page_and_says_what_it_did_not_take,
    single::the_page_is_one_file_that_runs_as_a_file_and_in_a_sandbox_and_loads_nothing,
    story::switching_server_1_off_is_noticed_repaired_paid_for_and_shared,
    sharing::a_run_is_shared_in_six_forms_which_keys_reach,
    sharing::a_text_that_cannot_be_copied_is_selected_and_the_page_says_so,
    sharing::a_file_opens_as_the_run_that_was_saved_and_a_bad_one_changes_nothing,
    sharing::a_slider_that_is_dragged_writes_the_address_seldom,
    hardship::what_is_frozen_slow_or_lossy_says_so_and_can_be_made_well,
    hardship::steps_go_from_change_to_change_and_back,
    hardship::the_other_presets_draw_what_they_have,
    inspector::a_component_shows_itself_from_inside_and_follows_the_run,
    inspector::the_time_of_a_request_is_told_row_by_row,
    export::the_diagram_and_the_figures_of_every_chart_can_be_taken_away,
    charts::every_chart_is_a_table_and_a_sentence_and_is_read_by_keyboard,
    endurance::a_page_that_stands_still_asks_for_no_frame,
    returning::going_back_returns_to_the_scenario_before_with_all_that_was_done,
    returning::the_address_bar_is_written_no_more_often_than_browsers_like,
    client::one_client_tells_what_befell_him_and_each_line_goes_there,
    breaking::a_program_that_breaks_says_so_and_how_to_repeat_the_run,
    breaking::a_trap_that_is_no_panic_says_so_as_well,
    statistics::haproxys_statistics_are_a_table_that_takes_orders,
    embedding::a_frame_is_ready_answers_and_leaves_no_trace,
    embedding::a_frame_speaks_with_the_origin_that_its_link_names_and_with_no_other,
    embedding::a_frame_of_any_size_shows_its_parts_side_by_side,
    embedding::a_frame_that_was_not_displayed_is_drawn_once_it_is,
    embedding::a_frame_out_of_sight_stands_still_and_goes_on_without_a_leap,
    manners::a_flood_of_messages_costs_no_more_than_fifty_of_them,
    embedding::what_is_locked_is_shown_switched_off_and_the_way_out_leads_to_the_whole_page,
    embedding::the_example_of_a_course_drives_its_frame,
    languages::a_page_opens_in_the_links_language_and_changes_it_without_losing_the_run,
    languages::a_language_that_there_is_not_falls_back_to_english_and_says_so,
    layout::the_legend_is_read_without_its_colours,
    words::every_slider_says_its_value_in_words_and_can_be_set_in_three_ways,
    words::the_page_has_a_title_of_its_scenario_one_heading_and_named_parts,
    everyone::the_statement_of_accessibility_is_there_and_needs_no_script,
];

/// Tests that need what Chromium alone can pretend: views of any size, other people's wishes. They run there after the others.
pub const PRETENDED: &[Case] = cases![
    everyone::axe_finds_nothing_whatever_the_state_theme_width_language_and_frame,
    styles::nothing_that_is_seen_at_first_needs_what_comes_later,
    pictures::the_page_looks_as_it_did,
    endurance::a_run_at_ten_times_the_speed_takes_no_more_memory_after_minutes,
    manners::what_stands_there_at_first_does_not_jump_when_the_page_takes_its_place,
    manners::a_wheel_over_the_diagram_moves_the_page_around,
    manners::a_finger_over_the_diagram_moves_the_page_around,
    manners::a_hidden_tab_stands_still_and_goes_on_without_a_leap,
    layout::every_target_is_large_enough_for_a_pointer_and_for_a_finger,
    layout::nothing_scrolls_to_the_side_or_is_cut_however_narrow_zoomed_or_spaced,
    layout::the_tab_key_goes_through_all_in_order_and_nothing_lies_over_the_focus,
    layout::texts_that_are_longer_or_run_the_other_way_fit_as_well,
    words::an_outage_is_told_in_few_words_and_with_pauses_by_one_region,
    wishes::who_wants_less_motion_finds_the_run_waiting_and_a_link_can_say_otherwise,
    wishes::a_key_takes_motion_away_by_degrees_and_gives_it_back,
    wishes::nothing_is_smaller_than_18_pixels_on_a_projector,
    charts::the_run_is_heard_while_it_plays_and_a_browser_without_sound_is_told_of,
    flashing::nothing_flashes_while_machines_go_off_and_on_ten_times_a_second,
    wishes::who_wants_more_contrast_has_it_in_every_theme,
    wishes::forced_colours_reach_the_drawing_and_the_marks,
];

/// What is no test: `cargo xtask later` asks it.
pub const SURVEY: &[Case] = cases![survey::functions_that_are_called_by_a_page_that_runs_by_itself];

/// What is no test: `cargo xtask pictures` asks it.
pub const GALLERY: &[Case] = cases![pictures::take_all_pictures];
