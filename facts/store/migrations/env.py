"""What Alembic runs: the migrations, in the transaction of the connection that it is given."""

from alembic import context

from facts.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite changes a table by making it anew
)
context.run_migrations()
