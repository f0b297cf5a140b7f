CREATE TABLE "audit_event" (
	"id" text PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"sequence" integer NOT NULL,
	"at" bigint NOT NULL,
	"actor" text NOT NULL,
	"what" text NOT NULL,
	"person_id" text,
	"round_id" text,
	"before_values" json,
	"after_values" json,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"subject" text PRIMARY KEY NOT NULL,
	"sequence" integer NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "certificate" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"person_id" text NOT NULL,
	"result_id" text NOT NULL,
	"kind" text NOT NULL,
	"holder_name" text NOT NULL,
	"issued_on" text NOT NULL,
	"issued_at" bigint NOT NULL,
	"revoked_at" bigint,
	"revoked_by" text,
	"revoke_reason" text
);
--> statement-breakpoint
CREATE TABLE "accommodation" (
	"person_id" text PRIMARY KEY NOT NULL,
	"extra_percent" integer NOT NULL,
	"extra_minutes" integer NOT NULL,
	"set_at" bigint NOT NULL,
	"set_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "answer" (
	"attempt_id" text NOT NULL,
	"question_id" text NOT NULL,
	"revision" integer NOT NULL,
	"saved_at" bigint NOT NULL,
	"window_id" text NOT NULL,
	"window_count" integer NOT NULL,
	"history_id" text NOT NULL,
	"in_grace" boolean NOT NULL,
	"choice" json NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "answer_attempt_id_question_id_pk" PRIMARY KEY("attempt_id","question_id")
);
--> statement-breakpoint
CREATE TABLE "answer_revision" (
	"id" text PRIMARY KEY NOT NULL,
	"attempt_id" text NOT NULL,
	"question_id" text NOT NULL,
	"revision" integer NOT NULL,
	"outcome" text NOT NULL,
	"text" text NOT NULL,
	"choice" json NOT NULL,
	"window_id" text NOT NULL,
	"at" bigint NOT NULL,
	"accepted_at" bigint
);
--> statement-breakpoint
CREATE TABLE "attempt" (
	"id" text PRIMARY KEY NOT NULL,
	"enrolment_id" text NOT NULL,
	"person_id" text NOT NULL,
	"round_id" text NOT NULL,
	"form_id" text NOT NULL,
	"kind" text NOT NULL,
	"candidate_number" text NOT NULL,
	"starts_at" bigint NOT NULL,
	"working_hours" integer NOT NULL,
	"extra_minutes" integer NOT NULL,
	"incident_minutes" integer NOT NULL,
	"opened_at" bigint,
	"busy_at" bigint,
	"sealed_at" bigint,
	"voided_at" bigint,
	"voided_by" text,
	"void_reason" text,
	"placed_enrolment_id" text
);
--> statement-breakpoint
CREATE TABLE "bookmark" (
	"attempt_id" text NOT NULL,
	"question_id" text NOT NULL,
	CONSTRAINT "bookmark_attempt_id_question_id_pk" PRIMARY KEY("attempt_id","question_id")
);
--> statement-breakpoint
CREATE TABLE "incident" (
	"id" text PRIMARY KEY NOT NULL,
	"round_id" text,
	"scope" text NOT NULL,
	"from_at" bigint NOT NULL,
	"until_at" bigint NOT NULL,
	"reason" text NOT NULL,
	"made_at" bigint NOT NULL,
	"made_by" text NOT NULL,
	"applied_at" bigint,
	CONSTRAINT "incident_order" CHECK (from_at < until_at)
);
--> statement-breakpoint
CREATE TABLE "incident_time" (
	"incident_id" text NOT NULL,
	"attempt_id" text NOT NULL,
	"from_at" bigint NOT NULL,
	"until_at" bigint NOT NULL,
	"minutes" integer NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "incident_time_incident_id_attempt_id_pk" PRIMARY KEY("incident_id","attempt_id")
);
--> statement-breakpoint
CREATE TABLE "intervention" (
	"id" text PRIMARY KEY NOT NULL,
	"attempt_id" text NOT NULL,
	"kind" text NOT NULL,
	"reason" text NOT NULL,
	"at" bigint NOT NULL,
	"done_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "problem_report" (
	"id" text PRIMARY KEY NOT NULL,
	"attempt_id" text NOT NULL,
	"person_id" text NOT NULL,
	"round_id" text NOT NULL,
	"text" text NOT NULL,
	"reported_at" bigint NOT NULL,
	"last_saved_at" bigint,
	"user_agent" text NOT NULL,
	"answer" text,
	"answered_at" bigint,
	"answered_by" text,
	CONSTRAINT "problem_report_answered" CHECK ((answer is null) = (answered_at is null))
);
--> statement-breakpoint
CREATE TABLE "seal" (
	"id" text PRIMARY KEY NOT NULL,
	"attempt_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"sealed_by" text NOT NULL,
	"at" bigint NOT NULL,
	"made_at" bigint NOT NULL,
	"snapshot" text NOT NULL,
	"sha256" text NOT NULL,
	"receipt_code" text NOT NULL,
	CONSTRAINT "seal_hash" CHECK (length(sha256) = 64)
);
--> statement-breakpoint
CREATE TABLE "demo_clock" (
	"id" text PRIMARY KEY NOT NULL,
	"ahead_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "exemption_rule" (
	"id" text PRIMARY KEY NOT NULL,
	"masterclass" integer NOT NULL,
	"name_nl" text NOT NULL,
	"name_en" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "masterclass_record" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"masterclass" integer NOT NULL,
	"basis" text NOT NULL,
	"programme" text,
	"exemption_rule_id" text,
	"granted_by" text,
	"obtained_on" text NOT NULL,
	"recorded_at" bigint NOT NULL,
	"recorded_by" text NOT NULL,
	"withdrawn_at" bigint,
	"withdrawn_by" text,
	CONSTRAINT "masterclass_record_number" CHECK (masterclass between 1 and 4),
	CONSTRAINT "masterclass_record_basis" CHECK ((basis = 'certificate' and programme is not null and exemption_rule_id is null) or (basis = 'exemption' and exemption_rule_id is not null and programme is null))
);
--> statement-breakpoint
CREATE TABLE "enrolment" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"round_id" text NOT NULL,
	"kind" text NOT NULL,
	"case_test" boolean NOT NULL,
	"reflection_test" boolean NOT NULL,
	"terms_version" text NOT NULL,
	"agreed_at" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"held_until" bigint NOT NULL,
	"confirmed_at" bigint,
	"starts_at" bigint,
	"declared_at" bigint,
	"lapsed_at" bigint,
	"ended_at" bigint,
	"end_reason" text,
	CONSTRAINT "enrolment_has_test" CHECK (case_test or reflection_test),
	CONSTRAINT "enrolment_start_after_confirmation" CHECK (starts_at is null or confirmed_at is not null)
);
--> statement-breakpoint
CREATE TABLE "new_chance" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"reason" text NOT NULL,
	"allowed_at" bigint NOT NULL,
	"allowed_by" text NOT NULL,
	"withdrawn_at" bigint
);
--> statement-breakpoint
CREATE TABLE "framework" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"content" json NOT NULL,
	"imported_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "conflict" (
	"id" text PRIMARY KEY NOT NULL,
	"assessor_id" text NOT NULL,
	"person_id" text NOT NULL,
	"declared_at" bigint NOT NULL,
	"declared_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pass_mark" (
	"id" text PRIMARY KEY NOT NULL,
	"round_id" text NOT NULL,
	"form_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"points" integer NOT NULL,
	"reason" text,
	"set_at" bigint NOT NULL,
	"set_by" text NOT NULL,
	CONSTRAINT "pass_mark_points" CHECK (points > 0)
);
--> statement-breakpoint
CREATE TABLE "round_assessor" (
	"id" text PRIMARY KEY NOT NULL,
	"round_id" text NOT NULL,
	"assessor_id" text NOT NULL,
	"assigned_at" bigint NOT NULL,
	"withdrawn_at" bigint
);
--> statement-breakpoint
CREATE TABLE "score" (
	"id" text PRIMARY KEY NOT NULL,
	"task_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"levels" json NOT NULL,
	"points" integer NOT NULL,
	"comment" text NOT NULL,
	"finished" boolean NOT NULL,
	"given_at" bigint NOT NULL,
	"given_by" text NOT NULL,
	CONSTRAINT "score_points" CHECK (points >= 0)
);
--> statement-breakpoint
CREATE TABLE "task" (
	"id" text PRIMARY KEY NOT NULL,
	"round_id" text NOT NULL,
	"attempt_id" text NOT NULL,
	"seal_id" text NOT NULL,
	"question_id" text NOT NULL,
	"assessor_id" text NOT NULL,
	"turn" integer NOT NULL,
	"assigned_at" bigint NOT NULL,
	"finished_at" bigint,
	"withdrawn_at" bigint,
	"withdraw_reason" text
);
--> statement-breakpoint
CREATE TABLE "account" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean NOT NULL,
	"image" text,
	"two_factor_enabled" boolean,
	"language" text DEFAULT 'nl' NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "account_email" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "credential" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"password" text,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" bigint,
	"refresh_token_expires_at" bigint,
	"scope" text,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"language" text NOT NULL,
	"candidate_since" bigint,
	"assessor_since" bigint,
	"staff_since" bigint,
	"administrator_since" bigint,
	"invited_at" bigint,
	"created_at" bigint NOT NULL,
	CONSTRAINT "person_account" UNIQUE("account_id"),
	CONSTRAINT "person_assessor_is_no_staff" CHECK (assessor_since is null or (staff_since is null and administrator_since is null))
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" bigint NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "session_token" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "two_factor" (
	"id" text PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"backup_codes" text NOT NULL,
	"user_id" text NOT NULL,
	"verified" boolean,
	"failed_verification_count" integer,
	"locked_until" bigint
);
--> statement-breakpoint
CREATE TABLE "verification" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" bigint NOT NULL,
	"created_at" bigint,
	"updated_at" bigint
);
--> statement-breakpoint
CREATE TABLE "job_lease" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"until" bigint NOT NULL,
	"ran_at" bigint
);
--> statement-breakpoint
CREATE TABLE "mail" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text,
	"recipient" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"secret" boolean NOT NULL,
	"once_key" text,
	"created_at" bigint NOT NULL,
	"due_at" bigint NOT NULL,
	"tries" integer NOT NULL,
	"leased_until" bigint,
	"sent_at" bigint,
	"failed_at" bigint,
	"failure" text
);
--> statement-breakpoint
CREATE TABLE "form" (
	"id" text PRIMARY KEY NOT NULL,
	"paper_key" text NOT NULL,
	"version" integer NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"language" text NOT NULL,
	"framework_id" text NOT NULL,
	"as_of" text NOT NULL,
	"instruction" text NOT NULL,
	"case_key" text,
	"case_title" text,
	"case_text" text,
	"suggested_pass_mark" integer NOT NULL,
	"maximum_points" integer NOT NULL,
	"created_at" bigint NOT NULL,
	"published_at" bigint,
	"published_by" text,
	"digest" text
);
--> statement-breakpoint
CREATE TABLE "form_attachment" (
	"id" text PRIMARY KEY NOT NULL,
	"form_id" text NOT NULL,
	"position" integer NOT NULL,
	"key" text NOT NULL,
	"title" text NOT NULL,
	"kind" text NOT NULL,
	"alt" text NOT NULL,
	"content_type" text NOT NULL,
	"base64" text NOT NULL,
	"sha256" text NOT NULL,
	CONSTRAINT "form_attachment_hash" CHECK (length(sha256) = 64)
);
--> statement-breakpoint
CREATE TABLE "question" (
	"id" text PRIMARY KEY NOT NULL,
	"form_id" text NOT NULL,
	"number" integer NOT NULL,
	"key" text NOT NULL,
	"type" text NOT NULL,
	"masterclass" integer,
	"maximum_points" integer NOT NULL,
	"content" json NOT NULL,
	CONSTRAINT "question_points" CHECK (maximum_points > 0)
);
--> statement-breakpoint
CREATE TABLE "demo_checkout" (
	"id" text PRIMARY KEY NOT NULL,
	"amount_cents" integer NOT NULL,
	"description" text NOT NULL,
	"status" text NOT NULL,
	"return_url" text NOT NULL,
	"refund_ref" text
);
--> statement-breakpoint
CREATE TABLE "payment_order" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"person_id" text NOT NULL,
	"enrolment_id" text NOT NULL,
	"product" text NOT NULL,
	"amount_cents" integer NOT NULL,
	"created_at" bigint NOT NULL,
	"paid_at" bigint,
	"cancelled_at" bigint,
	"refunded_at" bigint,
	CONSTRAINT "payment_order_amount" CHECK (amount_cents > 0)
);
--> statement-breakpoint
CREATE TABLE "payment" (
	"id" text PRIMARY KEY NOT NULL,
	"order_id" text NOT NULL,
	"provider" text NOT NULL,
	"provider_ref" text,
	"checkout_url" text,
	"status" text NOT NULL,
	"amount_cents" integer NOT NULL,
	"created_at" bigint NOT NULL,
	"settled_at" bigint,
	"refund_due" text,
	"refund_due_at" bigint,
	"refund_claimed_at" bigint,
	"refund_ref" text,
	"refunded_at" bigint,
	"refunded_by" text,
	"checked_at" bigint
);
--> statement-breakpoint
CREATE TABLE "practice" (
	"person_id" text PRIMARY KEY NOT NULL,
	"handed_in_at" bigint
);
--> statement-breakpoint
CREATE TABLE "practice_answer" (
	"person_id" text NOT NULL,
	"question_id" text NOT NULL,
	"text" text NOT NULL,
	"choice" json NOT NULL,
	"revision" integer NOT NULL,
	"window_id" text NOT NULL,
	"window_count" integer NOT NULL,
	"saved_at" bigint NOT NULL,
	"marked" boolean NOT NULL,
	CONSTRAINT "practice_answer_person_id_question_id_pk" PRIMARY KEY("person_id","question_id")
);
--> statement-breakpoint
CREATE TABLE "holdout" (
	"id" text PRIMARY KEY NOT NULL,
	"attempt_id" text NOT NULL,
	"reason" text NOT NULL,
	"held_at" bigint NOT NULL,
	"held_by" text NOT NULL,
	"ended_at" bigint
);
--> statement-breakpoint
CREATE TABLE "release" (
	"id" text PRIMARY KEY NOT NULL,
	"round_id" text NOT NULL,
	"digest" text NOT NULL,
	"proposed_at" bigint NOT NULL,
	"proposed_by" text NOT NULL,
	"agreed_at" bigint,
	"agreed_by" text,
	"lapsed_at" bigint,
	CONSTRAINT "release_two_people" CHECK (agreed_by is null or agreed_by <> proposed_by)
);
--> statement-breakpoint
CREATE TABLE "result" (
	"id" text PRIMARY KEY NOT NULL,
	"attempt_id" text NOT NULL,
	"release_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"points" integer NOT NULL,
	"maximum_points" integer NOT NULL,
	"pass_mark" integer NOT NULL,
	"mark" integer NOT NULL,
	"sufficient" boolean NOT NULL,
	"detail" json NOT NULL,
	"released_at" bigint NOT NULL,
	CONSTRAINT "result_mark" CHECK (mark between 10 and 100)
);
--> statement-breakpoint
CREATE TABLE "retake" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"first_attempt_id" text NOT NULL,
	"enrolment_id" text NOT NULL,
	"created_at" bigint NOT NULL,
	"ended_at" bigint
);
--> statement-breakpoint
CREATE TABLE "round" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"note" text,
	"enrolment_opens_at" bigint,
	"enrolment_closes_at" bigint,
	"hand_state" text,
	"hand_at" bigint,
	"noted_state" text,
	"window_first_on" text NOT NULL,
	"window_last_on" text NOT NULL,
	"working_hours" integer NOT NULL,
	"case_hours" integer,
	"reflection_hours" integer,
	"minimum_candidates" integer,
	"maximum_candidates" integer,
	"assessing_due_on" text,
	"created_at" bigint NOT NULL,
	"called_off_at" bigint,
	"released_at" bigint,
	CONSTRAINT "round_window_order" CHECK (window_first_on <= window_last_on),
	CONSTRAINT "round_hours" CHECK (working_hours between 1 and 720)
);
--> statement-breakpoint
CREATE TABLE "round_form" (
	"id" text PRIMARY KEY NOT NULL,
	"round_id" text NOT NULL,
	"form_id" text NOT NULL,
	"position" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_result_id_result_id_fk" FOREIGN KEY ("result_id") REFERENCES "public"."result"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accommodation" ADD CONSTRAINT "accommodation_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer" ADD CONSTRAINT "answer_attempt_id_attempt_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempt"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer" ADD CONSTRAINT "answer_question_id_question_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."question"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_revision" ADD CONSTRAINT "answer_revision_attempt_id_attempt_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempt"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_revision" ADD CONSTRAINT "answer_revision_question_id_question_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."question"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_enrolment_id_enrolment_id_fk" FOREIGN KEY ("enrolment_id") REFERENCES "public"."enrolment"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_round_id_round_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."round"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_form_id_form_id_fk" FOREIGN KEY ("form_id") REFERENCES "public"."form"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_placed_enrolment_id_enrolment_id_fk" FOREIGN KEY ("placed_enrolment_id") REFERENCES "public"."enrolment"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookmark" ADD CONSTRAINT "bookmark_attempt_id_attempt_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempt"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookmark" ADD CONSTRAINT "bookmark_question_id_question_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."question"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident" ADD CONSTRAINT "incident_round_id_round_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."round"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_time" ADD CONSTRAINT "incident_time_incident_id_incident_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incident"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_time" ADD CONSTRAINT "incident_time_attempt_id_attempt_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempt"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intervention" ADD CONSTRAINT "intervention_attempt_id_attempt_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempt"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "problem_report" ADD CONSTRAINT "problem_report_attempt_id_attempt_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempt"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "problem_report" ADD CONSTRAINT "problem_report_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "problem_report" ADD CONSTRAINT "problem_report_round_id_round_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."round"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seal" ADD CONSTRAINT "seal_attempt_id_attempt_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempt"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "masterclass_record" ADD CONSTRAINT "masterclass_record_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "masterclass_record" ADD CONSTRAINT "masterclass_record_exemption_rule_id_exemption_rule_id_fk" FOREIGN KEY ("exemption_rule_id") REFERENCES "public"."exemption_rule"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_round_id_round_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."round"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "new_chance" ADD CONSTRAINT "new_chance_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conflict" ADD CONSTRAINT "conflict_assessor_id_person_id_fk" FOREIGN KEY ("assessor_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conflict" ADD CONSTRAINT "conflict_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pass_mark" ADD CONSTRAINT "pass_mark_round_id_round_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."round"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pass_mark" ADD CONSTRAINT "pass_mark_form_id_form_id_fk" FOREIGN KEY ("form_id") REFERENCES "public"."form"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "round_assessor" ADD CONSTRAINT "round_assessor_round_id_round_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."round"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "round_assessor" ADD CONSTRAINT "round_assessor_assessor_id_person_id_fk" FOREIGN KEY ("assessor_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score" ADD CONSTRAINT "score_task_id_task_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."task"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score" ADD CONSTRAINT "score_given_by_person_id_fk" FOREIGN KEY ("given_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task" ADD CONSTRAINT "task_round_id_round_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."round"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task" ADD CONSTRAINT "task_attempt_id_attempt_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempt"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task" ADD CONSTRAINT "task_seal_id_seal_id_fk" FOREIGN KEY ("seal_id") REFERENCES "public"."seal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task" ADD CONSTRAINT "task_question_id_question_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."question"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task" ADD CONSTRAINT "task_assessor_id_person_id_fk" FOREIGN KEY ("assessor_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credential" ADD CONSTRAINT "credential_user_id_account_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_account_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "two_factor" ADD CONSTRAINT "two_factor_user_id_account_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_attachment" ADD CONSTRAINT "form_attachment_form_id_form_id_fk" FOREIGN KEY ("form_id") REFERENCES "public"."form"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "question" ADD CONSTRAINT "question_form_id_form_id_fk" FOREIGN KEY ("form_id") REFERENCES "public"."form"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_order" ADD CONSTRAINT "payment_order_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_order" ADD CONSTRAINT "payment_order_enrolment_id_enrolment_id_fk" FOREIGN KEY ("enrolment_id") REFERENCES "public"."enrolment"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment" ADD CONSTRAINT "payment_order_id_payment_order_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."payment_order"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice" ADD CONSTRAINT "practice_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_answer" ADD CONSTRAINT "practice_answer_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holdout" ADD CONSTRAINT "holdout_attempt_id_attempt_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempt"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release" ADD CONSTRAINT "release_round_id_round_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."round"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "result" ADD CONSTRAINT "result_attempt_id_attempt_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempt"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "result" ADD CONSTRAINT "result_release_id_release_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retake" ADD CONSTRAINT "retake_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retake" ADD CONSTRAINT "retake_first_attempt_id_attempt_id_fk" FOREIGN KEY ("first_attempt_id") REFERENCES "public"."attempt"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retake" ADD CONSTRAINT "retake_enrolment_id_enrolment_id_fk" FOREIGN KEY ("enrolment_id") REFERENCES "public"."enrolment"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "round_form" ADD CONSTRAINT "round_form_round_id_round_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."round"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "round_form" ADD CONSTRAINT "round_form_form_id_form_id_fk" FOREIGN KEY ("form_id") REFERENCES "public"."form"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "audit_event_chain" ON "audit_event" USING btree ("subject","sequence");--> statement-breakpoint
CREATE INDEX "audit_event_person" ON "audit_event" USING btree ("person_id","id");--> statement-breakpoint
CREATE INDEX "audit_event_round" ON "audit_event" USING btree ("round_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_number" ON "certificate" USING btree ("number");--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_result" ON "certificate" USING btree ("result_id");--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_one_per_test" ON "certificate" USING btree ("person_id","kind") WHERE revoked_at is null;--> statement-breakpoint
CREATE INDEX "certificate_person" ON "certificate" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "answer_revision_of" ON "answer_revision" USING btree ("attempt_id","question_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "attempt_candidate_number" ON "attempt" USING btree ("candidate_number");--> statement-breakpoint
CREATE UNIQUE INDEX "attempt_one_per_test" ON "attempt" USING btree ("enrolment_id","kind") WHERE voided_at is null;--> statement-breakpoint
CREATE INDEX "attempt_person" ON "attempt" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "attempt_enrolment" ON "attempt" USING btree ("enrolment_id");--> statement-breakpoint
CREATE INDEX "attempt_round" ON "attempt" USING btree ("round_id","kind");--> statement-breakpoint
CREATE INDEX "attempt_open" ON "attempt" USING btree ("starts_at") WHERE sealed_at is null and voided_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "incident_once" ON "incident" USING btree ("scope","from_at","until_at");--> statement-breakpoint
CREATE INDEX "incident_time_attempt" ON "incident_time" USING btree ("attempt_id");--> statement-breakpoint
CREATE INDEX "intervention_attempt" ON "intervention" USING btree ("attempt_id","id");--> statement-breakpoint
CREATE INDEX "problem_report_attempt" ON "problem_report" USING btree ("attempt_id","id");--> statement-breakpoint
CREATE INDEX "problem_report_open" ON "problem_report" USING btree ("reported_at") WHERE answered_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "seal_sequence" ON "seal" USING btree ("attempt_id","sequence");--> statement-breakpoint
CREATE UNIQUE INDEX "seal_receipt" ON "seal" USING btree ("receipt_code");--> statement-breakpoint
CREATE UNIQUE INDEX "masterclass_record_one" ON "masterclass_record" USING btree ("person_id","masterclass") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "masterclass_record_person" ON "masterclass_record" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "enrolment_one_live" ON "enrolment" USING btree ("person_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "enrolment_round" ON "enrolment" USING btree ("round_id","ended_at");--> statement-breakpoint
CREATE INDEX "enrolment_person" ON "enrolment" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "enrolment_starts" ON "enrolment" USING btree ("starts_at");--> statement-breakpoint
CREATE INDEX "new_chance_person" ON "new_chance" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "conflict_once" ON "conflict" USING btree ("assessor_id","person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "pass_mark_sequence" ON "pass_mark" USING btree ("round_id","form_id","sequence");--> statement-breakpoint
CREATE UNIQUE INDEX "round_assessor_one" ON "round_assessor" USING btree ("round_id","assessor_id") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "score_sequence" ON "score" USING btree ("task_id","sequence");--> statement-breakpoint
CREATE UNIQUE INDEX "task_one_per_turn" ON "task" USING btree ("attempt_id","question_id","turn") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "task_assessor" ON "task" USING btree ("assessor_id","finished_at");--> statement-breakpoint
CREATE INDEX "task_round" ON "task" USING btree ("round_id","question_id");--> statement-breakpoint
CREATE INDEX "credential_user" ON "credential" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "person_email" ON "person" USING btree ("email");--> statement-breakpoint
CREATE INDEX "person_name" ON "person" USING btree ("name");--> statement-breakpoint
CREATE INDEX "session_user" ON "session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "two_factor_user" ON "two_factor" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "verification_identifier" ON "verification" USING btree ("identifier");--> statement-breakpoint
CREATE UNIQUE INDEX "mail_once" ON "mail" USING btree ("once_key");--> statement-breakpoint
CREATE INDEX "mail_due" ON "mail" USING btree ("sent_at","failed_at","due_at");--> statement-breakpoint
CREATE INDEX "mail_person" ON "mail" USING btree ("person_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "form_version" ON "form" USING btree ("paper_key","version");--> statement-breakpoint
CREATE UNIQUE INDEX "form_attachment_key" ON "form_attachment" USING btree ("form_id","key");--> statement-breakpoint
CREATE UNIQUE INDEX "question_number" ON "question" USING btree ("form_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "question_key" ON "question" USING btree ("form_id","key");--> statement-breakpoint
CREATE INDEX "question_by_key" ON "question" USING btree ("key");--> statement-breakpoint
CREATE UNIQUE INDEX "payment_order_number" ON "payment_order" USING btree ("number");--> statement-breakpoint
CREATE UNIQUE INDEX "payment_order_one_live" ON "payment_order" USING btree ("enrolment_id") WHERE cancelled_at is null and refunded_at is null;--> statement-breakpoint
CREATE INDEX "payment_order_person" ON "payment_order" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "payment_provider_ref" ON "payment" USING btree ("provider","provider_ref");--> statement-breakpoint
CREATE INDEX "payment_order_of" ON "payment" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "payment_open" ON "payment" USING btree ("status","checked_at");--> statement-breakpoint
CREATE INDEX "payment_refund" ON "payment" USING btree ("refund_due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "payment_one_paid" ON "payment" USING btree ("order_id") WHERE status = 'paid' and refund_due is null;--> statement-breakpoint
CREATE UNIQUE INDEX "holdout_one" ON "holdout" USING btree ("attempt_id") WHERE ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "release_one_pending" ON "release" USING btree ("round_id") WHERE agreed_at is null and lapsed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "result_sequence" ON "result" USING btree ("attempt_id","sequence");--> statement-breakpoint
CREATE INDEX "result_release" ON "result" USING btree ("release_id");--> statement-breakpoint
CREATE UNIQUE INDEX "retake_one" ON "retake" USING btree ("first_attempt_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "retake_enrolment" ON "retake" USING btree ("enrolment_id");--> statement-breakpoint
CREATE INDEX "round_window" ON "round" USING btree ("window_first_on");--> statement-breakpoint
CREATE UNIQUE INDEX "round_name" ON "round" USING btree ("name");--> statement-breakpoint
CREATE UNIQUE INDEX "round_form_once" ON "round_form" USING btree ("round_id","form_id");