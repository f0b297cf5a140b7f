CREATE TABLE "pile" (
	"assessor_id" text NOT NULL,
	"round_id" text NOT NULL,
	"question_id" text NOT NULL,
	"todo" integer NOT NULL,
	"draft" integer NOT NULL,
	"done" integer NOT NULL,
	CONSTRAINT "pile_assessor_id_round_id_question_id_pk" PRIMARY KEY("assessor_id","round_id","question_id")
);
--> statement-breakpoint
CREATE TABLE "waiting_answer" (
	"attempt_id" text NOT NULL,
	"question_id" text NOT NULL,
	"round_id" text NOT NULL,
	CONSTRAINT "waiting_answer_attempt_id_question_id_pk" PRIMARY KEY("attempt_id","question_id")
);
--> statement-breakpoint
DROP INDEX "enrolment_round";--> statement-breakpoint
ALTER TABLE "attempt" ADD COLUMN "open_left" integer;--> statement-breakpoint
ALTER TABLE "attempt" ADD COLUMN "points" integer;--> statement-breakpoint
ALTER TABLE "task" ADD COLUMN "candidate_number" text;--> statement-breakpoint
ALTER TABLE "task" ADD COLUMN "points" integer;--> statement-breakpoint
UPDATE "task" SET "candidate_number" = (SELECT a."candidate_number" FROM "attempt" a WHERE a."id" = "task"."attempt_id"), "points" = (SELECT s."points" FROM "score" s WHERE s."task_id" = "task"."id" ORDER BY s."sequence" DESC LIMIT 1);--> statement-breakpoint
ALTER TABLE "task" ALTER COLUMN "candidate_number" SET NOT NULL;--> statement-breakpoint
INSERT INTO "pile" SELECT "assessor_id", "round_id", "question_id", sum(CASE WHEN "finished_at" IS NULL AND "points" IS NULL THEN 1 ELSE 0 END), sum(CASE WHEN "finished_at" IS NULL AND "points" IS NOT NULL THEN 1 ELSE 0 END), sum(CASE WHEN "finished_at" IS NOT NULL THEN 1 ELSE 0 END) FROM "task" WHERE "withdrawn_at" IS NULL GROUP BY "assessor_id", "round_id", "question_id";--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "search_text" text DEFAULT '' NOT NULL;--> statement-breakpoint
UPDATE "person" SET "search_text" = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(lower("name" || ' ' || "email"), 'á', 'a'), 'à', 'a'), 'â', 'a'), 'ä', 'a'), 'ã', 'a'), 'å', 'a'), 'Á', 'a'), 'À', 'a'), 'Â', 'a'), 'Ä', 'a'), 'Ã', 'a'), 'Å', 'a'), 'ă', 'a'), 'ą', 'a'), 'Ă', 'a'), 'Ą', 'a'), 'é', 'e'), 'è', 'e'), 'ê', 'e'), 'ë', 'e'), 'É', 'e'), 'È', 'e'), 'Ê', 'e'), 'Ë', 'e'), 'ě', 'e'), 'ę', 'e'), 'Ě', 'e'), 'Ę', 'e'), 'í', 'i'), 'ì', 'i'), 'î', 'i'), 'ï', 'i'), 'Í', 'i'), 'Ì', 'i'), 'Î', 'i'), 'Ï', 'i'), 'İ', 'i'), 'ó', 'o'), 'ò', 'o'), 'ô', 'o'), 'ö', 'o'), 'õ', 'o'), 'Ó', 'o'), 'Ò', 'o'), 'Ô', 'o'), 'Ö', 'o'), 'Õ', 'o'), 'ő', 'o'), 'Ő', 'o'), 'ú', 'u'), 'ù', 'u'), 'û', 'u'), 'ü', 'u'), 'Ú', 'u'), 'Ù', 'u'), 'Û', 'u'), 'Ü', 'u'), 'ů', 'u'), 'ű', 'u'), 'Ů', 'u'), 'Ű', 'u'), 'ç', 'c'), 'Ç', 'c'), 'ć', 'c'), 'č', 'c'), 'Ć', 'c'), 'Č', 'c'), 'ñ', 'n'), 'Ñ', 'n'), 'ń', 'n'), 'ň', 'n'), 'Ń', 'n'), 'Ň', 'n'), 'ý', 'y'), 'ÿ', 'y'), 'Ý', 'y'), 'ş', 's'), 'š', 's'), 'ś', 's'), 'Ş', 's'), 'Š', 's'), 'Ś', 's'), 'ğ', 'g'), 'Ğ', 'g'), 'ž', 'z'), 'ź', 'z'), 'ż', 'z'), 'Ž', 'z'), 'Ź', 'z'), 'Ż', 'z'), 'ř', 'r'), 'Ř', 'r'), 'ť', 't'), 'Ț', 't'), 'ț', 't'), 'ţ', 't'), 'Ť', 't'), 'Ţ', 't'), 'ď', 'd'), 'Ď', 'd');--> statement-breakpoint
ALTER TABLE "pile" ADD CONSTRAINT "pile_assessor_id_person_id_fk" FOREIGN KEY ("assessor_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pile" ADD CONSTRAINT "pile_round_id_round_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."round"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pile" ADD CONSTRAINT "pile_question_id_question_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."question"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waiting_answer" ADD CONSTRAINT "waiting_answer_attempt_id_attempt_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempt"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waiting_answer" ADD CONSTRAINT "waiting_answer_question_id_question_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."question"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waiting_answer" ADD CONSTRAINT "waiting_answer_round_id_round_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."round"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "pile_round" ON "pile" USING btree ("round_id");--> statement-breakpoint
CREATE INDEX "waiting_answer_round" ON "waiting_answer" USING btree ("round_id","question_id");--> statement-breakpoint
CREATE INDEX "attempt_standing" ON "attempt" USING btree ("round_id","form_id","sealed_at","open_left","points","id","opened_at") WHERE voided_at is null;--> statement-breakpoint
CREATE INDEX "attempt_number" ON "attempt" USING btree ("round_id","candidate_number") WHERE voided_at is null;--> statement-breakpoint
CREATE INDEX "attempt_uncounted" ON "attempt" USING btree ("id") WHERE sealed_at is not null and open_left is null and voided_at is null;--> statement-breakpoint
CREATE INDEX "attempt_voided" ON "attempt" USING btree ("round_id") WHERE voided_at is not null;--> statement-breakpoint
CREATE INDEX "task_pile" ON "task" USING btree ("assessor_id","round_id","question_id","candidate_number","finished_at","points") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "person_without_account" ON "person" USING btree ("id") WHERE account_id is null;--> statement-breakpoint
CREATE INDEX "person_search" ON "person" USING btree ("search_text","id");--> statement-breakpoint
CREATE INDEX "person_assessor" ON "person" USING btree ("name") WHERE assessor_since is not null;--> statement-breakpoint
CREATE INDEX "enrolment_round" ON "enrolment" USING btree ("round_id","starts_at","ended_at","end_reason","confirmed_at","held_until");