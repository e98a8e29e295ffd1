package org.posthorn.smtp.session;

import org.posthorn.smtp.command.Reply;

/// What a handler made of a command: where the session stands now, and the answer.
record Step(SmtpState next, Reply reply) {}
