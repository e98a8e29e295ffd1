/// Checks of how a client behaves and what it says of itself: whether it waits for the greeting
/// (RFC 5321 §3.1), and whether its EHLO name can be true (RFC 5321 §4.1.1.1).
@NullMarked
package org.posthorn.smtp.policy.client;

import org.jspecify.annotations.NullMarked;
