ALTER TABLE `attempt` ADD `sealed_percent` integer;--> statement-breakpoint
ALTER TABLE `attempt` ADD `sealed_minutes` integer;--> statement-breakpoint
UPDATE `attempt` SET `sealed_percent` = coalesce((SELECT a.`extra_percent` FROM `accommodation` a WHERE a.`person_id` = `attempt`.`person_id`), 0), `sealed_minutes` = coalesce((SELECT a.`extra_minutes` FROM `accommodation` a WHERE a.`person_id` = `attempt`.`person_id`), 0) WHERE `sealed_at` IS NOT NULL;
