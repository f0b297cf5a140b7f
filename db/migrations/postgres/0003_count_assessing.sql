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
ALTER TABLE "attempt" ADD COLUMN "open_left" integer;--> statement-breakpoint
ALTER TABLE "attempt" ADD COLUMN "points" integer;--> statement-breakpoint
ALTER TABLE "task" ADD COLUMN "candidate_number" text;--> statement-breakpoint
ALTER TABLE "task" ADD COLUMN "points" integer;--> statement-breakpoint
UPDATE "task" SET "candidate_number" = (SELECT a."candidate_number" FROM "attempt" a WHERE a."id" = "task"."attempt_id"), "points" = (SELECT s."points" FROM "score" s WHERE s."task_id" = "task"."id" ORDER BY s."sequence" DESC LIMIT 1);--> statement-breakpoint
ALTER TABLE "task" ALTER COLUMN "candidate_number" SET NOT NULL;--> statement-breakpoint
INSERT INTO "pile" SELECT "assessor_id", "round_id", "question_id", sum(CASE WHEN "finished_at" IS NULL AND "points" IS NULL THEN 1 ELSE 0 END), sum(CASE WHEN "finished_at" IS NULL AND "points" IS NOT NULL THEN 1 ELSE 0 END), sum(CASE WHEN "finished_at" IS NOT NULL THEN 1 ELSE 0 END) FROM "task" WHERE "withdrawn_at" IS NULL GROUP BY "assessor_id", "round_id", "question_id";--> statement-breakpoint
ALTER TABLE "pile" ADD CONSTRAINT "pile_assessor_id_person_id_fk" FOREIGN KEY ("assessor_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pile" ADD CONSTRAINT "pile_round_id_round_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."round"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pile" ADD CONSTRAINT "pile_question_id_question_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."question"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waiting_answer" ADD CONSTRAINT "waiting_answer_attempt_id_attempt_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempt"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waiting_answer" ADD CONSTRAINT "waiting_answer_question_id_question_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."question"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waiting_answer" ADD CONSTRAINT "waiting_answer_round_id_round_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."round"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "pile_round" ON "pile" USING btree ("round_id");--> statement-breakpoint
CREATE INDEX "waiting_answer_round" ON "waiting_answer" USING btree ("round_id","question_id");--> statement-breakpoint
CREATE INDEX "attempt_standing" ON "attempt" USING btree ("round_id","form_id","sealed_at","open_left","points","id") WHERE voided_at is null;--> statement-breakpoint
CREATE INDEX "attempt_number" ON "attempt" USING btree ("round_id","candidate_number") WHERE voided_at is null;--> statement-breakpoint
CREATE INDEX "attempt_uncounted" ON "attempt" USING btree ("id") WHERE sealed_at is not null and open_left is null and voided_at is null;--> statement-breakpoint
CREATE INDEX "attempt_voided" ON "attempt" USING btree ("round_id") WHERE voided_at is not null;--> statement-breakpoint
CREATE INDEX "task_pile" ON "task" USING btree ("assessor_id","round_id","question_id","candidate_number","finished_at","points") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "person_assessor" ON "person" USING btree ("name") WHERE assessor_since is not null;