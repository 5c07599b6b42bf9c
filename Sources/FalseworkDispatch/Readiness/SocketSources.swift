// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch

/// The Dispatch sources of one descriptor, on the queue of its loop.
final class SocketSources {
  private(set) var interest: Interest = []
  private let descriptor: CInt
  private let queue: DispatchQueue
  private let handler: @Sendable () -> Void
  /// Entered by each source until its cancel handler has run.
  private let uncancelled = DispatchGroup()
  private var reader: PausableSource?
  /// Most sockets never need one.
  private var writer: PausableSource?

  init(_ descriptor: CInt, _ queue: DispatchQueue, _ handler: @escaping @Sendable () -> Void) {
    self.descriptor = descriptor
    self.queue = queue
    self.handler = handler
  }

  func watch(_ interest: Interest) {
    self.interest = interest
    if interest.contains(.reading) {
      resume(&reader) { DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue) }
    } else {
      reader?.suspend()
    }
    if interest.contains(.writing) {
      resume(&writer) { DispatchSource.makeWriteSource(fileDescriptor: descriptor, queue: queue) }
    } else {
      writer?.suspend()
    }
  }

  /// Sees to it that the handler is not called again; the group that is returned is empty once
  /// Dispatch has let go of the descriptor, and not before may it be closed.
  @discardableResult
  func cancel() -> DispatchGroup {
    reader?.cancel()
    writer?.cancel()
    return uncancelled
  }

  private func resume(_ place: inout PausableSource?, _ make: () -> any DispatchSourceProtocol) {
    if place == nil {
      let source = make()
      uncancelled.enter()
      source.setEventHandler(handler: handler)
      source.setCancelHandler { [uncancelled] in uncancelled.leave() }
      place = PausableSource(source)
    }
    place?.resume()
  }
}

/// A Dispatch source that may be suspended and resumed again and again.
///
/// Dispatch counts suspensions, and traps where a suspended source is let go of.
private struct PausableSource {
  private let source: any DispatchSourceProtocol
  /// Sources are made suspended.
  private var isSuspended = true

  init(_ source: any DispatchSourceProtocol) {
    self.source = source
  }

  mutating func resume() {
    if isSuspended { source.resume() }
    isSuspended = false
  }

  mutating func suspend() {
    if !isSuspended { source.suspend() }
    isSuspended = true
  }

  mutating func cancel() {
    source.cancel()
    // The cancel handler, too, waits for this.
    resume()
  }
}
