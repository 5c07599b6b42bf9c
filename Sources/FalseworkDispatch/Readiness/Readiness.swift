// Falsework
// SPDX-License-Identifier: MIT

/// The way in which event loops learn which of their sockets are ready.
public enum Readiness: String, CaseIterable, Sendable {
  /// One epoll set per loop, drained in batches: the fastest, and Linux only.
  case epoll
  /// Dispatch sources of its own for each socket: works wherever Dispatch does.
  case sources
}
