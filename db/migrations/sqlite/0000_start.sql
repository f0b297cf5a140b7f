CREATE TABLE `audit_event` (
	`id` text PRIMARY KEY NOT NULL,
	`subject` text NOT NULL,
	`sequence` integer NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`what` text NOT NULL,
	`person_id` text,
	`round_id` text,
	`before_values` text,
	`after_values` text,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_event_chain` ON `audit_event` (`subject`,`sequence`);--> statement-breakpoint
CREATE INDEX `audit_event_person` ON `audit_event` (`person_id`,`id`);--> statement-breakpoint
CREATE INDEX `audit_event_round` ON `audit_event` (`round_id`,`id`);--> statement-breakpoint
CREATE TABLE `audit_head` (
	`subject` text PRIMARY KEY NOT NULL,
	`sequence` integer NOT NULL,
	`hash` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `certificate` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`person_id` text NOT NULL,
	`result_id` text NOT NULL,
	`kind` text NOT NULL,
	`holder_name` text NOT NULL,
	`issued_on` text NOT NULL,
	`issued_at` integer NOT NULL,
	`revoked_at` integer,
	`revoked_by` text,
	`revoke_reason` text,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`result_id`) REFERENCES `result`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `certificate_number` ON `certificate` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `certificate_result` ON `certificate` (`result_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `certificate_one_per_test` ON `certificate` (`person_id`,`kind`) WHERE revoked_at is null;--> statement-breakpoint
CREATE INDEX `certificate_person` ON `certificate` (`person_id`);--> statement-breakpoint
CREATE TABLE `accommodation` (
	`person_id` text PRIMARY KEY NOT NULL,
	`extra_percent` integer NOT NULL,
	`extra_minutes` integer NOT NULL,
	`set_at` integer NOT NULL,
	`set_by` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `answer` (
	`attempt_id` text NOT NULL,
	`question_id` text NOT NULL,
	`revision` integer NOT NULL,
	`saved_at` integer NOT NULL,
	`window_id` text NOT NULL,
	`window_count` integer NOT NULL,
	`history_id` text NOT NULL,
	`in_grace` integer NOT NULL,
	`choice` text NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`attempt_id`, `question_id`),
	FOREIGN KEY (`attempt_id`) REFERENCES `attempt`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`question_id`) REFERENCES `question`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `answer_revision` (
	`id` text PRIMARY KEY NOT NULL,
	`attempt_id` text NOT NULL,
	`question_id` text NOT NULL,
	`revision` integer NOT NULL,
	`outcome` text NOT NULL,
	`text` text NOT NULL,
	`choice` text NOT NULL,
	`window_id` text NOT NULL,
	`at` integer NOT NULL,
	`accepted_at` integer,
	FOREIGN KEY (`attempt_id`) REFERENCES `attempt`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`question_id`) REFERENCES `question`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `answer_revision_of` ON `answer_revision` (`attempt_id`,`question_id`,`id`);--> statement-breakpoint
CREATE TABLE `attempt` (
	`id` text PRIMARY KEY NOT NULL,
	`enrolment_id` text NOT NULL,
	`person_id` text NOT NULL,
	`round_id` text NOT NULL,
	`form_id` text NOT NULL,
	`kind` text NOT NULL,
	`candidate_number` text NOT NULL,
	`starts_at` integer NOT NULL,
	`working_hours` integer NOT NULL,
	`extra_minutes` integer NOT NULL,
	`incident_minutes` integer NOT NULL,
	`opened_at` integer,
	`busy_at` integer,
	`sealed_at` integer,
	`voided_at` integer,
	`voided_by` text,
	`void_reason` text,
	`placed_enrolment_id` text,
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolment`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`form_id`) REFERENCES `form`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`placed_enrolment_id`) REFERENCES `enrolment`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `attempt_candidate_number` ON `attempt` (`candidate_number`);--> statement-breakpoint
CREATE UNIQUE INDEX `attempt_one_per_test` ON `attempt` (`enrolment_id`,`kind`) WHERE voided_at is null;--> statement-breakpoint
CREATE INDEX `attempt_person` ON `attempt` (`person_id`);--> statement-breakpoint
CREATE INDEX `attempt_enrolment` ON `attempt` (`enrolment_id`);--> statement-breakpoint
CREATE INDEX `attempt_round` ON `attempt` (`round_id`,`kind`);--> statement-breakpoint
CREATE INDEX `attempt_open` ON `attempt` (`starts_at`) WHERE sealed_at is null and voided_at is null;--> statement-breakpoint
CREATE TABLE `bookmark` (
	`attempt_id` text NOT NULL,
	`question_id` text NOT NULL,
	PRIMARY KEY(`attempt_id`, `question_id`),
	FOREIGN KEY (`attempt_id`) REFERENCES `attempt`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`question_id`) REFERENCES `question`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `incident` (
	`id` text PRIMARY KEY NOT NULL,
	`round_id` text,
	`scope` text NOT NULL,
	`from_at` integer NOT NULL,
	`until_at` integer NOT NULL,
	`reason` text NOT NULL,
	`made_at` integer NOT NULL,
	`made_by` text NOT NULL,
	`applied_at` integer,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "incident_order" CHECK(from_at < until_at)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `incident_once` ON `incident` (`scope`,`from_at`,`until_at`);--> statement-breakpoint
CREATE TABLE `incident_time` (
	`incident_id` text NOT NULL,
	`attempt_id` text NOT NULL,
	`from_at` integer NOT NULL,
	`until_at` integer NOT NULL,
	`minutes` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`incident_id`, `attempt_id`),
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`attempt_id`) REFERENCES `attempt`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `incident_time_attempt` ON `incident_time` (`attempt_id`);--> statement-breakpoint
CREATE TABLE `intervention` (
	`id` text PRIMARY KEY NOT NULL,
	`attempt_id` text NOT NULL,
	`kind` text NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	`done_by` text NOT NULL,
	FOREIGN KEY (`attempt_id`) REFERENCES `attempt`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `intervention_attempt` ON `intervention` (`attempt_id`,`id`);--> statement-breakpoint
CREATE TABLE `problem_report` (
	`id` text PRIMARY KEY NOT NULL,
	`attempt_id` text NOT NULL,
	`person_id` text NOT NULL,
	`round_id` text NOT NULL,
	`text` text NOT NULL,
	`reported_at` integer NOT NULL,
	`last_saved_at` integer,
	`user_agent` text NOT NULL,
	`answer` text,
	`answered_at` integer,
	`answered_by` text,
	FOREIGN KEY (`attempt_id`) REFERENCES `attempt`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "problem_report_answered" CHECK((answer is null) = (answered_at is null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `problem_report_attempt` ON `problem_report` (`attempt_id`,`id`);--> statement-breakpoint
CREATE INDEX `problem_report_open` ON `problem_report` (`reported_at`) WHERE answered_at is null;--> statement-breakpoint
CREATE TABLE `seal` (
	`id` text PRIMARY KEY NOT NULL,
	`attempt_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`sealed_by` text NOT NULL,
	`at` integer NOT NULL,
	`made_at` integer NOT NULL,
	`snapshot` text NOT NULL,
	`sha256` text NOT NULL,
	`receipt_code` text NOT NULL,
	FOREIGN KEY (`attempt_id`) REFERENCES `attempt`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "seal_hash" CHECK(length(sha256) = 64)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `seal_sequence` ON `seal` (`attempt_id`,`sequence`);--> statement-breakpoint
CREATE UNIQUE INDEX `seal_receipt` ON `seal` (`receipt_code`);--> statement-breakpoint
CREATE TABLE `demo_clock` (
	`id` text PRIMARY KEY NOT NULL,
	`ahead_ms` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `exemption_rule` (
	`id` text PRIMARY KEY NOT NULL,
	`masterclass` integer NOT NULL,
	`name_nl` text NOT NULL,
	`name_en` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `masterclass_record` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`masterclass` integer NOT NULL,
	`basis` text NOT NULL,
	`programme` text,
	`exemption_rule_id` text,
	`granted_by` text,
	`obtained_on` text NOT NULL,
	`recorded_at` integer NOT NULL,
	`recorded_by` text NOT NULL,
	`withdrawn_at` integer,
	`withdrawn_by` text,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`exemption_rule_id`) REFERENCES `exemption_rule`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "masterclass_record_number" CHECK(masterclass between 1 and 4),
	CONSTRAINT "masterclass_record_basis" CHECK((basis = 'certificate' and programme is not null and exemption_rule_id is null) or (basis = 'exemption' and exemption_rule_id is not null and programme is null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `masterclass_record_one` ON `masterclass_record` (`person_id`,`masterclass`) WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX `masterclass_record_person` ON `masterclass_record` (`person_id`);--> statement-breakpoint
CREATE TABLE `enrolment` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`round_id` text NOT NULL,
	`kind` text NOT NULL,
	`case_test` integer NOT NULL,
	`reflection_test` integer NOT NULL,
	`terms_version` text NOT NULL,
	`agreed_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`held_until` integer NOT NULL,
	`confirmed_at` integer,
	`starts_at` integer,
	`declared_at` integer,
	`lapsed_at` integer,
	`ended_at` integer,
	`end_reason` text,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "enrolment_has_test" CHECK(case_test or reflection_test),
	CONSTRAINT "enrolment_start_after_confirmation" CHECK(starts_at is null or confirmed_at is not null)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `enrolment_one_live` ON `enrolment` (`person_id`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `enrolment_round` ON `enrolment` (`round_id`,`ended_at`);--> statement-breakpoint
CREATE INDEX `enrolment_person` ON `enrolment` (`person_id`);--> statement-breakpoint
CREATE INDEX `enrolment_starts` ON `enrolment` (`starts_at`);--> statement-breakpoint
CREATE TABLE `new_chance` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`reason` text NOT NULL,
	`allowed_at` integer NOT NULL,
	`allowed_by` text NOT NULL,
	`withdrawn_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `new_chance_person` ON `new_chance` (`person_id`);--> statement-breakpoint
CREATE TABLE `framework` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`content` text NOT NULL,
	`imported_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `conflict` (
	`id` text PRIMARY KEY NOT NULL,
	`assessor_id` text NOT NULL,
	`person_id` text NOT NULL,
	`declared_at` integer NOT NULL,
	`declared_by` text NOT NULL,
	FOREIGN KEY (`assessor_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `conflict_once` ON `conflict` (`assessor_id`,`person_id`);--> statement-breakpoint
CREATE TABLE `pass_mark` (
	`id` text PRIMARY KEY NOT NULL,
	`round_id` text NOT NULL,
	`form_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`points` integer NOT NULL,
	`reason` text,
	`set_at` integer NOT NULL,
	`set_by` text NOT NULL,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`form_id`) REFERENCES `form`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "pass_mark_points" CHECK(points > 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `pass_mark_sequence` ON `pass_mark` (`round_id`,`form_id`,`sequence`);--> statement-breakpoint
CREATE TABLE `round_assessor` (
	`id` text PRIMARY KEY NOT NULL,
	`round_id` text NOT NULL,
	`assessor_id` text NOT NULL,
	`assigned_at` integer NOT NULL,
	`withdrawn_at` integer,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`assessor_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `round_assessor_one` ON `round_assessor` (`round_id`,`assessor_id`) WHERE withdrawn_at is null;--> statement-breakpoint
CREATE TABLE `score` (
	`id` text PRIMARY KEY NOT NULL,
	`task_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`levels` text NOT NULL,
	`points` integer NOT NULL,
	`comment` text NOT NULL,
	`finished` integer NOT NULL,
	`given_at` integer NOT NULL,
	`given_by` text NOT NULL,
	FOREIGN KEY (`task_id`) REFERENCES `task`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`given_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "score_points" CHECK(points >= 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `score_sequence` ON `score` (`task_id`,`sequence`);--> statement-breakpoint
CREATE TABLE `task` (
	`id` text PRIMARY KEY NOT NULL,
	`round_id` text NOT NULL,
	`attempt_id` text NOT NULL,
	`seal_id` text NOT NULL,
	`question_id` text NOT NULL,
	`assessor_id` text NOT NULL,
	`turn` integer NOT NULL,
	`assigned_at` integer NOT NULL,
	`finished_at` integer,
	`withdrawn_at` integer,
	`withdraw_reason` text,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`attempt_id`) REFERENCES `attempt`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`seal_id`) REFERENCES `seal`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`question_id`) REFERENCES `question`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`assessor_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `task_one_per_turn` ON `task` (`attempt_id`,`question_id`,`turn`) WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX `task_assessor` ON `task` (`assessor_id`,`finished_at`);--> statement-breakpoint
CREATE INDEX `task_round` ON `task` (`round_id`,`question_id`);--> statement-breakpoint
CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer NOT NULL,
	`image` text,
	`two_factor_enabled` integer,
	`language` text DEFAULT 'nl' NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `account_email` ON `account` (`email`);--> statement-breakpoint
CREATE TABLE `credential` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`password` text,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `credential_user` ON `credential` (`user_id`);--> statement-breakpoint
CREATE TABLE `person` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`language` text NOT NULL,
	`candidate_since` integer,
	`assessor_since` integer,
	`staff_since` integer,
	`administrator_since` integer,
	`invited_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "person_assessor_is_no_staff" CHECK(assessor_since is null or (staff_since is null and administrator_since is null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `person_account` ON `person` (`account_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `person_email` ON `person` (`email`);--> statement-breakpoint
CREATE INDEX `person_name` ON `person` (`name`);--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token` ON `session` (`token`);--> statement-breakpoint
CREATE INDEX `session_user` ON `session` (`user_id`);--> statement-breakpoint
CREATE TABLE `two_factor` (
	`id` text PRIMARY KEY NOT NULL,
	`secret` text NOT NULL,
	`backup_codes` text NOT NULL,
	`user_id` text NOT NULL,
	`verified` integer,
	`failed_verification_count` integer,
	`locked_until` integer,
	FOREIGN KEY (`user_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `two_factor_user` ON `two_factor` (`user_id`);--> statement-breakpoint
CREATE TABLE `verification` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer,
	`updated_at` integer
) STRICT;
--> statement-breakpoint
CREATE INDEX `verification_identifier` ON `verification` (`identifier`);--> statement-breakpoint
CREATE TABLE `job_lease` (
	`name` text PRIMARY KEY NOT NULL,
	`holder` text NOT NULL,
	`until` integer NOT NULL,
	`ran_at` integer
) STRICT;
--> statement-breakpoint
CREATE TABLE `mail` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text,
	`recipient` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`body` text NOT NULL,
	`secret` integer NOT NULL,
	`once_key` text,
	`created_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`tries` integer NOT NULL,
	`leased_until` integer,
	`sent_at` integer,
	`failed_at` integer,
	`failure` text
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `mail_once` ON `mail` (`once_key`);--> statement-breakpoint
CREATE INDEX `mail_due` ON `mail` (`sent_at`,`failed_at`,`due_at`);--> statement-breakpoint
CREATE INDEX `mail_person` ON `mail` (`person_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `form` (
	`id` text PRIMARY KEY NOT NULL,
	`paper_key` text NOT NULL,
	`version` integer NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`language` text NOT NULL,
	`framework_id` text NOT NULL,
	`as_of` text NOT NULL,
	`instruction` text NOT NULL,
	`case_key` text,
	`case_title` text,
	`case_text` text,
	`suggested_pass_mark` integer NOT NULL,
	`maximum_points` integer NOT NULL,
	`created_at` integer NOT NULL,
	`published_at` integer,
	`published_by` text,
	`digest` text
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `form_version` ON `form` (`paper_key`,`version`);--> statement-breakpoint
CREATE TABLE `form_attachment` (
	`id` text PRIMARY KEY NOT NULL,
	`form_id` text NOT NULL,
	`position` integer NOT NULL,
	`key` text NOT NULL,
	`title` text NOT NULL,
	`kind` text NOT NULL,
	`alt` text NOT NULL,
	`content_type` text NOT NULL,
	`base64` text NOT NULL,
	`sha256` text NOT NULL,
	FOREIGN KEY (`form_id`) REFERENCES `form`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "form_attachment_hash" CHECK(length(sha256) = 64)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `form_attachment_key` ON `form_attachment` (`form_id`,`key`);--> statement-breakpoint
CREATE TABLE `question` (
	`id` text PRIMARY KEY NOT NULL,
	`form_id` text NOT NULL,
	`number` integer NOT NULL,
	`key` text NOT NULL,
	`type` text NOT NULL,
	`masterclass` integer,
	`maximum_points` integer NOT NULL,
	`content` text NOT NULL,
	FOREIGN KEY (`form_id`) REFERENCES `form`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "question_points" CHECK(maximum_points > 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `question_number` ON `question` (`form_id`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `question_key` ON `question` (`form_id`,`key`);--> statement-breakpoint
CREATE INDEX `question_by_key` ON `question` (`key`);--> statement-breakpoint
CREATE TABLE `demo_checkout` (
	`id` text PRIMARY KEY NOT NULL,
	`amount_cents` integer NOT NULL,
	`description` text NOT NULL,
	`status` text NOT NULL,
	`return_url` text NOT NULL,
	`refund_ref` text
) STRICT;
--> statement-breakpoint
CREATE TABLE `payment_order` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`person_id` text NOT NULL,
	`enrolment_id` text NOT NULL,
	`product` text NOT NULL,
	`amount_cents` integer NOT NULL,
	`created_at` integer NOT NULL,
	`paid_at` integer,
	`cancelled_at` integer,
	`refunded_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolment`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "payment_order_amount" CHECK(amount_cents > 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `payment_order_number` ON `payment_order` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `payment_order_one_live` ON `payment_order` (`enrolment_id`) WHERE cancelled_at is null and refunded_at is null;--> statement-breakpoint
CREATE INDEX `payment_order_person` ON `payment_order` (`person_id`);--> statement-breakpoint
CREATE TABLE `payment` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`provider` text NOT NULL,
	`provider_ref` text,
	`checkout_url` text,
	`status` text NOT NULL,
	`amount_cents` integer NOT NULL,
	`created_at` integer NOT NULL,
	`settled_at` integer,
	`refund_due` text,
	`refund_due_at` integer,
	`refund_claimed_at` integer,
	`refund_ref` text,
	`refunded_at` integer,
	`refunded_by` text,
	`checked_at` integer,
	FOREIGN KEY (`order_id`) REFERENCES `payment_order`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `payment_provider_ref` ON `payment` (`provider`,`provider_ref`);--> statement-breakpoint
CREATE INDEX `payment_order_of` ON `payment` (`order_id`);--> statement-breakpoint
CREATE INDEX `payment_open` ON `payment` (`status`,`checked_at`);--> statement-breakpoint
CREATE INDEX `payment_refund` ON `payment` (`refund_due_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `payment_one_paid` ON `payment` (`order_id`) WHERE status = 'paid' and refund_due is null;--> statement-breakpoint
CREATE TABLE `practice` (
	`person_id` text PRIMARY KEY NOT NULL,
	`handed_in_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `practice_answer` (
	`person_id` text NOT NULL,
	`question_id` text NOT NULL,
	`text` text NOT NULL,
	`choice` text NOT NULL,
	`revision` integer NOT NULL,
	`window_id` text NOT NULL,
	`window_count` integer NOT NULL,
	`saved_at` integer NOT NULL,
	`marked` integer NOT NULL,
	PRIMARY KEY(`person_id`, `question_id`),
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `holdout` (
	`id` text PRIMARY KEY NOT NULL,
	`attempt_id` text NOT NULL,
	`reason` text NOT NULL,
	`held_at` integer NOT NULL,
	`held_by` text NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`attempt_id`) REFERENCES `attempt`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `holdout_one` ON `holdout` (`attempt_id`) WHERE ended_at is null;--> statement-breakpoint
CREATE TABLE `release` (
	`id` text PRIMARY KEY NOT NULL,
	`round_id` text NOT NULL,
	`digest` text NOT NULL,
	`proposed_at` integer NOT NULL,
	`proposed_by` text NOT NULL,
	`agreed_at` integer,
	`agreed_by` text,
	`lapsed_at` integer,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "release_two_people" CHECK(agreed_by is null or agreed_by <> proposed_by)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `release_one_pending` ON `release` (`round_id`) WHERE agreed_at is null and lapsed_at is null;--> statement-breakpoint
CREATE TABLE `result` (
	`id` text PRIMARY KEY NOT NULL,
	`attempt_id` text NOT NULL,
	`release_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`points` integer NOT NULL,
	`maximum_points` integer NOT NULL,
	`pass_mark` integer NOT NULL,
	`mark` integer NOT NULL,
	`sufficient` integer NOT NULL,
	`detail` text NOT NULL,
	`released_at` integer NOT NULL,
	FOREIGN KEY (`attempt_id`) REFERENCES `attempt`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`release_id`) REFERENCES `release`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "result_mark" CHECK(mark between 10 and 100)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `result_sequence` ON `result` (`attempt_id`,`sequence`);--> statement-breakpoint
CREATE INDEX `result_release` ON `result` (`release_id`);--> statement-breakpoint
CREATE TABLE `retake` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`first_attempt_id` text NOT NULL,
	`enrolment_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`first_attempt_id`) REFERENCES `attempt`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolment`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `retake_one` ON `retake` (`first_attempt_id`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `retake_enrolment` ON `retake` (`enrolment_id`);--> statement-breakpoint
CREATE TABLE `round` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`note` text,
	`enrolment_opens_at` integer,
	`enrolment_closes_at` integer,
	`hand_state` text,
	`hand_at` integer,
	`noted_state` text,
	`window_first_on` text NOT NULL,
	`window_last_on` text NOT NULL,
	`working_hours` integer NOT NULL,
	`case_hours` integer,
	`reflection_hours` integer,
	`minimum_candidates` integer,
	`maximum_candidates` integer,
	`assessing_due_on` text,
	`created_at` integer NOT NULL,
	`called_off_at` integer,
	`released_at` integer,
	CONSTRAINT "round_window_order" CHECK(window_first_on <= window_last_on),
	CONSTRAINT "round_hours" CHECK(working_hours between 1 and 720)
) STRICT;
--> statement-breakpoint
CREATE INDEX `round_window` ON `round` (`window_first_on`);--> statement-breakpoint
CREATE UNIQUE INDEX `round_name` ON `round` (`name`);--> statement-breakpoint
CREATE TABLE `round_form` (
	`id` text PRIMARY KEY NOT NULL,
	`round_id` text NOT NULL,
	`form_id` text NOT NULL,
	`position` integer NOT NULL,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`form_id`) REFERENCES `form`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `round_form_once` ON `round_form` (`round_id`,`form_id`);