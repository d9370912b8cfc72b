"""What the bot does: orders, the queue, the life of a job, frames and clips."""
