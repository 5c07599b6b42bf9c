// Falsework
// SPDX-License-Identifier: MIT

/// Values on their way from a server's callbacks to the test that awaits them.
struct Mailbox<Element: Sendable>: Sendable {
  private let stream: AsyncStream<Element>
  private let continuation: AsyncStream<Element>.Continuation

  init() {
    (stream, continuation) = AsyncStream.makeStream()
  }

  func post(_ element: Element) {
    continuation.yield(element)
  }

  /// Returns the next value; nil if the task is cancelled before there is one.
  func next() async -> Element? {
    var iterator = stream.makeAsyncIterator()
    return await iterator.next()
  }
}
