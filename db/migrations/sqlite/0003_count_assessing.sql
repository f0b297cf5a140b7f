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
DROP INDEX `enrolment_round`;--> statement-breakpoint
CREATE INDEX `enrolment_round` ON `enrolment` (`round_id`,`starts_at`,`ended_at`,`end_reason`,`confirmed_at`,`held_until`);--> statement-breakpoint
ALTER TABLE `attempt` ADD `open_left` integer;--> statement-breakpoint
ALTER TABLE `attempt` ADD `points` integer;--> statement-breakpoint
CREATE INDEX `attempt_standing` ON `attempt` (`round_id`,`form_id`,`sealed_at`,`open_left`,`points`,`id`,`opened_at`) WHERE voided_at is null;--> statement-breakpoint
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
ALTER TABLE `person` ADD `search_text` text DEFAULT '' NOT NULL;--> statement-breakpoint
UPDATE `person` SET `search_text` = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(`name` || ' ' || `email`), 'á', 'a'), 'à', 'a'), 'â', 'a'), 'ä', 'a'), 'ã', 'a'), 'å', 'a'), 'Á', 'a'), 'À', 'a'), 'Â', 'a'), 'Ä', 'a'), 'Ã', 'a'), 'Å', 'a'), 'ă', 'a'), 'ą', 'a'), 'Ă', 'a'), 'Ą', 'a'), 'é', 'e'), 'è', 'e'), 'ê', 'e'), 'ë', 'e'), 'É', 'e'), 'È', 'e'), 'Ê', 'e'), 'Ë', 'e'), 'ě', 'e'), 'ę', 'e'), 'Ě', 'e'), 'Ę', 'e'), 'í', 'i'), 'ì', 'i'), 'î', 'i'), 'ï', 'i'), 'Í', 'i'), 'Ì', 'i'), 'Î', 'i'), 'Ï', 'i'), 'İ', 'i'), 'ó', 'o'), 'ò', 'o'), 'ô', 'o'), 'ö', 'o'), 'õ', 'o'), 'Ó', 'o'), 'Ò', 'o'), 'Ô', 'o'), 'Ö', 'o'), 'Õ', 'o'), 'ő', 'o'), 'Ő', 'o'), 'ú', 'u'), 'ù', 'u'), 'û', 'u'), 'ü', 'u'), 'Ú', 'u'), 'Ù', 'u'), 'Û', 'u'), 'Ü', 'u'), 'ů', 'u'), 'ű', 'u'), 'Ů', 'u'), 'Ű', 'u'), 'ç', 'c'), 'Ç', 'c'), 'ć', 'c'), 'č', 'c'), 'Ć', 'c'), 'Č', 'c'), 'ñ', 'n'), 'Ñ', 'n'), 'ń', 'n'), 'ň', 'n'), 'Ń', 'n'), 'Ň', 'n'), 'ý', 'y'), 'ÿ', 'y'), 'Ý', 'y'), 'ş', 's'), 'š', 's'), 'ś', 's'), 'Ş', 's'), 'Š', 's'), 'Ś', 's'), 'ğ', 'g'), 'Ğ', 'g'), 'ž', 'z'), 'ź', 'z'), 'ż', 'z'), 'Ž', 'z'), 'Ź', 'z'), 'Ż', 'z'), 'ř', 'r'), 'Ř', 'r'), 'ť', 't'), 'Ț', 't'), 'ț', 't'), 'ţ', 't'), 'Ť', 't'), 'Ţ', 't'), 'ď', 'd'), 'Ď', 'd');--> statement-breakpoint
CREATE INDEX `person_without_account` ON `person` (`id`) WHERE account_id is null;--> statement-breakpoint
CREATE INDEX `person_search` ON `person` (`search_text`,`id`);--> statement-breakpoint
CREATE INDEX `person_assessor` ON `person` (`name`) WHERE assessor_since is not null;