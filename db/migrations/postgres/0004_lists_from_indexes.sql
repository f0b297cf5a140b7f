DROP INDEX "attempt_round";--> statement-breakpoint
DROP INDEX "attempt_standing";--> statement-breakpoint
DROP INDEX "attempt_number";--> statement-breakpoint
DROP INDEX "enrolment_round";--> statement-breakpoint
DROP INDEX "enrolment_person";--> statement-breakpoint
DROP INDEX "enrolment_starts";--> statement-breakpoint
DROP INDEX "payment_open";--> statement-breakpoint
ALTER TABLE "enrolment" ADD COLUMN "tests_made_at" bigint;--> statement-breakpoint
UPDATE "enrolment" SET "tests_made_at" = "starts_at" WHERE "id" IN (SELECT "enrolment_id" FROM "attempt");--> statement-breakpoint
CREATE INDEX "attempt_board" ON "attempt" USING btree ("round_id","starts_at","enrolment_id","kind","sealed_at","opened_at","busy_at","person_id","id","candidate_number","voided_at") WHERE voided_at is null;--> statement-breakpoint
CREATE INDEX "payment_order_enrolment" ON "payment_order" USING btree ("enrolment_id");--> statement-breakpoint
CREATE INDEX "attempt_round" ON "attempt" USING btree ("round_id","form_id");--> statement-breakpoint
CREATE INDEX "attempt_standing" ON "attempt" USING btree ("round_id","form_id","sealed_at","open_left","points","id","opened_at","voided_at") WHERE voided_at is null;--> statement-breakpoint
CREATE INDEX "attempt_number" ON "attempt" USING btree ("round_id","candidate_number","voided_at");--> statement-breakpoint
CREATE INDEX "enrolment_round" ON "enrolment" USING btree ("round_id","starts_at","ended_at","end_reason","confirmed_at","held_until","lapsed_at","tests_made_at","person_id","id");--> statement-breakpoint
CREATE INDEX "enrolment_person" ON "enrolment" USING btree ("person_id","round_id","ended_at","end_reason","starts_at","tests_made_at","id");--> statement-breakpoint
CREATE INDEX "enrolment_starts" ON "enrolment" USING btree ("starts_at") WHERE tests_made_at is null and ended_at is null;--> statement-breakpoint
CREATE INDEX "payment_open" ON "payment" USING btree ("checked_at") WHERE status = 'open';