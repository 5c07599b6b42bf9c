// Falsework
// SPDX-License-Identifier: MIT

internal import Synchronization

/// Asks the source of a streamed reply again that waits for its moment.
///
/// What a source waits for may change; whoever knows of it rings, from any thread. A bell belongs
/// to one stream. Before the stream has begun and after its end it does nothing.
public final class StreamBell: Sendable {
  private let waken = Mutex<(@Sendable () -> Void)?>(nil)

  /// Creates a bell that no stream has yet.
  public init() {}

  /// Asks the source again, soon.
  public func ring() {
    waken.withLock { $0 }?()
  }

  func connect(_ waken: (@Sendable () -> Void)?) {
    self.waken.withLock { $0 = waken }
  }
}
