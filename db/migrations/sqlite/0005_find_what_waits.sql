DROP INDEX `payment_refund`;--> statement-breakpoint
CREATE INDEX `payment_refund` ON `payment` (`id`) WHERE refund_due_at is not null and refunded_at is null;--> statement-breakpoint
ALTER TABLE `attempt` ADD `sat_before` integer DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE `attempt` SET `sat_before` = true WHERE `id` IN (SELECT `subject` FROM `audit_event` WHERE `what` = 'attempt.started' AND cast(`after_values` as text) LIKE '%"fresh":false%');--> statement-breakpoint
CREATE INDEX `attempt_sat_before` ON `attempt` (`starts_at`) WHERE sat_before and voided_at is null;--> statement-breakpoint
CREATE INDEX `enrolment_choosing` ON `enrolment` (`round_id`) WHERE ended_at is null and confirmed_at is not null and starts_at is null;