CREATE TABLE `pile` (
	`assessor_id` text NOT NULL,
	`round_id` text NOT NULL,
	`question_id` text NOT NULL,
	`todo` integer NOT NULL,
	`draft` integer NOT NULL,
	`done` integer NOT NULL,
	PRIMARY KEY(`assessor_id`, `round_id`, `question_id`),
	FOREIGN KEY (`assessor_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`question_id`) REFERENCES `question`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `pile_round` ON `pile` (`round_id`);--> statement-breakpoint
CREATE TABLE `waiting_answer` (
	`attempt_id` text NOT NULL,
	`question_id` text NOT NULL,
	`round_id` text NOT NULL,
	PRIMARY KEY(`attempt_id`, `question_id`),
	FOREIGN KEY (`attempt_id`) REFERENCES `attempt`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`question_id`) REFERENCES `question`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `waiting_answer_round` ON `waiting_answer` (`round_id`,`question_id`);--> statement-breakpoint
ALTER TABLE `attempt` ADD `open_left` integer;--> statement-breakpoint
ALTER TABLE `attempt` ADD `points` integer;--> statement-breakpoint
CREATE INDEX `attempt_standing` ON `attempt` (`round_id`,`form_id`,`sealed_at`,`open_left`,`points`,`id`) WHERE voided_at is null;--> statement-breakpoint
CREATE INDEX `attempt_number` ON `attempt` (`round_id`,`candidate_number`) WHERE voided_at is null;--> statement-breakpoint
CREATE INDEX `attempt_uncounted` ON `attempt` (`id`) WHERE sealed_at is not null and open_left is null and voided_at is null;--> statement-breakpoint
CREATE INDEX `attempt_voided` ON `attempt` (`round_id`) WHERE voided_at is not null;--> statement-breakpoint
CREATE TABLE `__new_task` (
	`id` text PRIMARY KEY NOT NULL,
	`round_id` text NOT NULL,
	`attempt_id` text NOT NULL,
	`seal_id` text NOT NULL,
	`question_id` text NOT NULL,
	`assessor_id` text NOT NULL,
	`candidate_number` text NOT NULL,
	`turn` integer NOT NULL,
	`assigned_at` integer NOT NULL,
	`finished_at` integer,
	`points` integer,
	`withdrawn_at` integer,
	`withdraw_reason` text,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`attempt_id`) REFERENCES `attempt`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`seal_id`) REFERENCES `seal`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`question_id`) REFERENCES `question`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`assessor_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_task` SELECT `id`, `round_id`, `attempt_id`, `seal_id`, `question_id`, `assessor_id`, (SELECT a.`candidate_number` FROM `attempt` a WHERE a.`id` = `task`.`attempt_id`), `turn`, `assigned_at`, `finished_at`, (SELECT s.`points` FROM `score` s WHERE s.`task_id` = `task`.`id` ORDER BY s.`sequence` DESC LIMIT 1), `withdrawn_at`, `withdraw_reason` FROM `task`;--> statement-breakpoint
DROP TABLE `task`;--> statement-breakpoint
ALTER TABLE `__new_task` RENAME TO `task`;--> statement-breakpoint
CREATE UNIQUE INDEX `task_one_per_turn` ON `task` (`attempt_id`,`question_id`,`turn`) WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX `task_assessor` ON `task` (`assessor_id`,`finished_at`);--> statement-breakpoint
CREATE INDEX `task_round` ON `task` (`round_id`,`question_id`);--> statement-breakpoint
INSERT INTO `pile` SELECT `assessor_id`, `round_id`, `question_id`, sum(CASE WHEN `finished_at` IS NULL AND `points` IS NULL THEN 1 ELSE 0 END), sum(CASE WHEN `finished_at` IS NULL AND `points` IS NOT NULL THEN 1 ELSE 0 END), sum(CASE WHEN `finished_at` IS NOT NULL THEN 1 ELSE 0 END) FROM `task` WHERE `withdrawn_at` IS NULL GROUP BY `assessor_id`, `round_id`, `question_id`;--> statement-breakpoint
CREATE INDEX `task_pile` ON `task` (`assessor_id`,`round_id`,`question_id`,`candidate_number`,`finished_at`,`points`) WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX `person_assessor` ON `person` (`name`) WHERE assessor_since is not null;