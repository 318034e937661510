/* Written by scripts/embed_dashboard.py. */

#include "CDashboard.h"

/* #embed is of C23; clang has it in every mode. */
#pragma clang diagnostic ignored "-Wc23-extensions"
static const uint8_t file_account_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/account.mustache"
};
static const uint8_t file_answer_form_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/answer_form.mustache"
};
static const uint8_t file_audit_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/audit.mustache"
};
static const uint8_t file_calls_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/calls.mustache"
};
static const uint8_t file_cases_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/cases.mustache"
};
static const uint8_t file_channel_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/channel.mustache"
};
static const uint8_t file_channels_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/channels.mustache"
};
static const uint8_t file_confirm_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/confirm.mustache"
};
static const uint8_t file_console_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/console.mustache"
};
static const uint8_t file_contact_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/contact.mustache"
};
static const uint8_t file_contact_conversations_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/contact_conversations.mustache"
};
static const uint8_t file_contacts_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/contacts.mustache"
};
static const uint8_t file_conversation_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/conversation.mustache"
};
static const uint8_t file_conversation_list_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/conversation_list.mustache"
};
static const uint8_t file_csrf_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/csrf.mustache"
};
static const uint8_t file_delivery_rest_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/delivery_rest.mustache"
};
static const uint8_t file_document_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/document.mustache"
};
static const uint8_t file_document_row_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/document_row.mustache"
};
static const uint8_t file_documents_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/documents.mustache"
};
static const uint8_t file_error_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/error.mustache"
};
static const uint8_t file_form_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/form.mustache"
};
static const uint8_t file_forms_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/forms.mustache"
};
static const uint8_t file_home_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/home.mustache"
};
static const uint8_t file_icon_answer_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/icon_answer.mustache"
};
static const uint8_t file_icon_bell_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/icon_bell.mustache"
};
static const uint8_t file_icon_chat_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/icon_chat.mustache"
};
static const uint8_t file_icon_check_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/icon_check.mustache"
};
static const uint8_t file_icon_form_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/icon_form.mustache"
};
static const uint8_t file_icon_gear_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/icon_gear.mustache"
};
static const uint8_t file_icon_home_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/icon_home.mustache"
};
static const uint8_t file_icon_inbox_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/icon_inbox.mustache"
};
static const uint8_t file_icon_key_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/icon_key.mustache"
};
static const uint8_t file_icon_link_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/icon_link.mustache"
};
static const uint8_t file_icon_log_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/icon_log.mustache"
};
static const uint8_t file_icon_more_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/icon_more.mustache"
};
static const uint8_t file_icon_page_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/icon_page.mustache"
};
static const uint8_t file_icon_people_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/icon_people.mustache"
};
static const uint8_t file_icon_person_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/icon_person.mustache"
};
static const uint8_t file_icon_phone_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/icon_phone.mustache"
};
static const uint8_t file_icon_pulse_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/icon_pulse.mustache"
};
static const uint8_t file_icon_search_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/icon_search.mustache"
};
static const uint8_t file_inbox_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/inbox.mustache"
};
static const uint8_t file_issued_keys_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/issued_keys.mustache"
};
static const uint8_t file_keys_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/keys.mustache"
};
static const uint8_t file_layout_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/layout.mustache"
};
static const uint8_t file_manager_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/manager.mustache"
};
static const uint8_t file_manager_conversation_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/manager_conversation.mustache"
};
static const uint8_t file_monitor_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/monitor.mustache"
};
static const uint8_t file_new_business_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/new_business.mustache"
};
static const uint8_t file_notices_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/notices.mustache"
};
static const uint8_t file_notification_rule_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/notification_rule.mustache"
};
static const uint8_t file_notifications_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/notifications.mustache"
};
static const uint8_t file_outbox_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/outbox.mustache"
};
static const uint8_t file_question_fields_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/question_fields.mustache"
};
static const uint8_t file_questions_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/questions.mustache"
};
static const uint8_t file_recording_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/recording.mustache"
};
static const uint8_t file_responses_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/responses.mustache"
};
static const uint8_t file_score_table_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/score_table.mustache"
};
static const uint8_t file_services_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/services.mustache"
};
static const uint8_t file_settings_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/settings.mustache"
};
static const uint8_t file_submissions_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/submissions.mustache"
};
static const uint8_t file_team_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/team.mustache"
};
static const uint8_t file_time_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/time.mustache"
};
static const uint8_t file_timeline_entry_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/timeline_entry.mustache"
};
static const uint8_t file_webhook_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/webhook.mustache"
};
static const uint8_t file_webhooks_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/webhooks.mustache"
};
static const uint8_t file_welcome_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/welcome.mustache"
};
static const uint8_t file_widget_mustache[] = {
#embed "../ChatServer/Dashboard/Templates/widget.mustache"
};
static const uint8_t file_conversation_js[] = {
#embed "../ChatServer/Dashboard/Assets/conversation.js"
};
static const uint8_t file_dashboard_css[] = {
#embed "../ChatServer/Dashboard/Assets/dashboard.css"
};
static const uint8_t file_dashboard_js[] = {
#embed "../ChatServer/Dashboard/Assets/dashboard.js"
};
static const uint8_t file_documents_js[] = {
#embed "../ChatServer/Dashboard/Assets/documents.js"
};
static const uint8_t file_live_js[] = {
#embed "../ChatServer/Dashboard/Assets/live.js"
};
static const uint8_t file_monitor_js[] = {
#embed "../ChatServer/Dashboard/Assets/monitor.js"
};
static const uint8_t file_ordering_js[] = {
#embed "../ChatServer/Dashboard/Assets/ordering.js"
};
static const uint8_t file_preview_js[] = {
#embed "../ChatServer/Dashboard/Assets/preview.js"
};
static const uint8_t file_en_json[] = {
#embed "../ChatServer/Dashboard/Texts/Tables/en.json"
};
static const uint8_t file_es_json[] = {
#embed "../ChatServer/Dashboard/Texts/Tables/es.json"
};
static const uint8_t file_hi_json[] = {
#embed "../ChatServer/Dashboard/Texts/Tables/hi.json"
};
static const uint8_t file_pt_json[] = {
#embed "../ChatServer/Dashboard/Texts/Tables/pt.json"
};
static const uint8_t file_ta_json[] = {
#embed "../ChatServer/Dashboard/Texts/Tables/ta.json"
};
static const uint8_t file_te_json[] = {
#embed "../ChatServer/Dashboard/Texts/Tables/te.json"
};

static const dashboard_file files[] = {
    {"account.mustache", file_account_mustache, sizeof file_account_mustache},
    {"answer_form.mustache", file_answer_form_mustache, sizeof file_answer_form_mustache},
    {"audit.mustache", file_audit_mustache, sizeof file_audit_mustache},
    {"calls.mustache", file_calls_mustache, sizeof file_calls_mustache},
    {"cases.mustache", file_cases_mustache, sizeof file_cases_mustache},
    {"channel.mustache", file_channel_mustache, sizeof file_channel_mustache},
    {"channels.mustache", file_channels_mustache, sizeof file_channels_mustache},
    {"confirm.mustache", file_confirm_mustache, sizeof file_confirm_mustache},
    {"console.mustache", file_console_mustache, sizeof file_console_mustache},
    {"contact.mustache", file_contact_mustache, sizeof file_contact_mustache},
    {"contact_conversations.mustache", file_contact_conversations_mustache, sizeof file_contact_conversations_mustache},
    {"contacts.mustache", file_contacts_mustache, sizeof file_contacts_mustache},
    {"conversation.mustache", file_conversation_mustache, sizeof file_conversation_mustache},
    {"conversation_list.mustache", file_conversation_list_mustache, sizeof file_conversation_list_mustache},
    {"csrf.mustache", file_csrf_mustache, sizeof file_csrf_mustache},
    {"delivery_rest.mustache", file_delivery_rest_mustache, sizeof file_delivery_rest_mustache},
    {"document.mustache", file_document_mustache, sizeof file_document_mustache},
    {"document_row.mustache", file_document_row_mustache, sizeof file_document_row_mustache},
    {"documents.mustache", file_documents_mustache, sizeof file_documents_mustache},
    {"error.mustache", file_error_mustache, sizeof file_error_mustache},
    {"form.mustache", file_form_mustache, sizeof file_form_mustache},
    {"forms.mustache", file_forms_mustache, sizeof file_forms_mustache},
    {"home.mustache", file_home_mustache, sizeof file_home_mustache},
    {"icon_answer.mustache", file_icon_answer_mustache, sizeof file_icon_answer_mustache},
    {"icon_bell.mustache", file_icon_bell_mustache, sizeof file_icon_bell_mustache},
    {"icon_chat.mustache", file_icon_chat_mustache, sizeof file_icon_chat_mustache},
    {"icon_check.mustache", file_icon_check_mustache, sizeof file_icon_check_mustache},
    {"icon_form.mustache", file_icon_form_mustache, sizeof file_icon_form_mustache},
    {"icon_gear.mustache", file_icon_gear_mustache, sizeof file_icon_gear_mustache},
    {"icon_home.mustache", file_icon_home_mustache, sizeof file_icon_home_mustache},
    {"icon_inbox.mustache", file_icon_inbox_mustache, sizeof file_icon_inbox_mustache},
    {"icon_key.mustache", file_icon_key_mustache, sizeof file_icon_key_mustache},
    {"icon_link.mustache", file_icon_link_mustache, sizeof file_icon_link_mustache},
    {"icon_log.mustache", file_icon_log_mustache, sizeof file_icon_log_mustache},
    {"icon_more.mustache", file_icon_more_mustache, sizeof file_icon_more_mustache},
    {"icon_page.mustache", file_icon_page_mustache, sizeof file_icon_page_mustache},
    {"icon_people.mustache", file_icon_people_mustache, sizeof file_icon_people_mustache},
    {"icon_person.mustache", file_icon_person_mustache, sizeof file_icon_person_mustache},
    {"icon_phone.mustache", file_icon_phone_mustache, sizeof file_icon_phone_mustache},
    {"icon_pulse.mustache", file_icon_pulse_mustache, sizeof file_icon_pulse_mustache},
    {"icon_search.mustache", file_icon_search_mustache, sizeof file_icon_search_mustache},
    {"inbox.mustache", file_inbox_mustache, sizeof file_inbox_mustache},
    {"issued_keys.mustache", file_issued_keys_mustache, sizeof file_issued_keys_mustache},
    {"keys.mustache", file_keys_mustache, sizeof file_keys_mustache},
    {"layout.mustache", file_layout_mustache, sizeof file_layout_mustache},
    {"manager.mustache", file_manager_mustache, sizeof file_manager_mustache},
    {"manager_conversation.mustache", file_manager_conversation_mustache, sizeof file_manager_conversation_mustache},
    {"monitor.mustache", file_monitor_mustache, sizeof file_monitor_mustache},
    {"new_business.mustache", file_new_business_mustache, sizeof file_new_business_mustache},
    {"notices.mustache", file_notices_mustache, sizeof file_notices_mustache},
    {"notification_rule.mustache", file_notification_rule_mustache, sizeof file_notification_rule_mustache},
    {"notifications.mustache", file_notifications_mustache, sizeof file_notifications_mustache},
    {"outbox.mustache", file_outbox_mustache, sizeof file_outbox_mustache},
    {"question_fields.mustache", file_question_fields_mustache, sizeof file_question_fields_mustache},
    {"questions.mustache", file_questions_mustache, sizeof file_questions_mustache},
    {"recording.mustache", file_recording_mustache, sizeof file_recording_mustache},
    {"responses.mustache", file_responses_mustache, sizeof file_responses_mustache},
    {"score_table.mustache", file_score_table_mustache, sizeof file_score_table_mustache},
    {"services.mustache", file_services_mustache, sizeof file_services_mustache},
    {"settings.mustache", file_settings_mustache, sizeof file_settings_mustache},
    {"submissions.mustache", file_submissions_mustache, sizeof file_submissions_mustache},
    {"team.mustache", file_team_mustache, sizeof file_team_mustache},
    {"time.mustache", file_time_mustache, sizeof file_time_mustache},
    {"timeline_entry.mustache", file_timeline_entry_mustache, sizeof file_timeline_entry_mustache},
    {"webhook.mustache", file_webhook_mustache, sizeof file_webhook_mustache},
    {"webhooks.mustache", file_webhooks_mustache, sizeof file_webhooks_mustache},
    {"welcome.mustache", file_welcome_mustache, sizeof file_welcome_mustache},
    {"widget.mustache", file_widget_mustache, sizeof file_widget_mustache},
    {"conversation.js", file_conversation_js, sizeof file_conversation_js},
    {"dashboard.css", file_dashboard_css, sizeof file_dashboard_css},
    {"dashboard.js", file_dashboard_js, sizeof file_dashboard_js},
    {"documents.js", file_documents_js, sizeof file_documents_js},
    {"live.js", file_live_js, sizeof file_live_js},
    {"monitor.js", file_monitor_js, sizeof file_monitor_js},
    {"ordering.js", file_ordering_js, sizeof file_ordering_js},
    {"preview.js", file_preview_js, sizeof file_preview_js},
    {"en.json", file_en_json, sizeof file_en_json},
    {"es.json", file_es_json, sizeof file_es_json},
    {"hi.json", file_hi_json, sizeof file_hi_json},
    {"pt.json", file_pt_json, sizeof file_pt_json},
    {"ta.json", file_ta_json, sizeof file_ta_json},
    {"te.json", file_te_json, sizeof file_te_json},
};

const dashboard_file *dashboard_files(size_t *count) {
    *count = sizeof files / sizeof files[0];
    return files;
}
