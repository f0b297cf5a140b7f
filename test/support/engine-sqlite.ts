// Whatever the shell says: this project is about SQLite.
delete process.env['DATABASE_URL']
