"""Alert (告警): new findings and operational trouble reach people, once.

In: the published warehouse, the findings store (SQLite), a configuration in YAML. Out: messages, and the
life of every finding. Does not belong here: what is a finding (dbt), the board (serve).

How nothing is lost and nothing is said twice: what to say is decided and written to an outbox in one
transaction with the finding's new state; sending comes after, message by message, each piece recorded as
soon as a server has accepted it. A run killed between decide and sent finds the rows in the outbox; a
run killed after the server accepted and before the record cannot know it, so that one piece is offered
again under the same identifier: the mail's Message-ID, the webhook's message_id and Idempotency-Key
header. Delivery is at least once, and the fixed identifier makes the repetition recognisable, which is
as near to exactly once as mail allows.
"""
