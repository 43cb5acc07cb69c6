"""One idempotent story: a Romanian software vendor, its partner companies, their people, requests and files."""
