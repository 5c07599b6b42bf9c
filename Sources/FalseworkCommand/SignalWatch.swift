// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import Glibc
internal import Synchronization

/// Catches signals from its creation on, so that none is lost while the command gets ready.
final class SignalWatch: Sendable {
  private let sources: Mutex<[any DispatchSourceSignal]>
  private let received: AsyncStream<CInt>

  init(_ signals: [CInt]) {
    let queue = DispatchQueue(label: "falsework.signals")
    let (stream, continuation) = AsyncStream<CInt>.makeStream(bufferingPolicy: .bufferingOldest(8))
    received = stream
    sources = Mutex(
      signals.map { number in
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
        source.setEventHandler { continuation.yield(number) }
        source.activate()
        return source
      })
  }

  /// Waits for the next signal.
  @discardableResult
  func next() async -> CInt? {
    for await number in received { return number }
    return nil
  }

  deinit {
    sources.withLock { $0.forEach { $0.cancel() } }
  }
}
