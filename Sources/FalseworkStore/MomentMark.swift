// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol
internal import Glibc
internal import Synchronization

/// The latest moment that a server has reckoned with, in a file that is mapped into memory.
///
/// What a client was told holds from that moment on, so no later server may fall behind it. A
/// mapped file costs nothing to write and outlives the process, however that dies.
public final class MomentMark: Sendable {
  private static let byteCount = MemoryLayout<Atomic<Int64>>.size

  /// From 1970 to the end of the year 9999, in microseconds.
  private static let plausible: ClosedRange<Int64> = 0...253_402_300_799_000_000

  // Nothing but atomic operations ever touches the memory.
  nonisolated(unsafe) private let mapping: UnsafeMutablePointer<Atomic<Int64>>

  /// Opens the mark of a state folder, making it if need be.
  public init(folder: StateFolder) throws(StoreError) {
    let path = folder.path + "/clock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw StoreError(writing: path) }
    defer { close(descriptor) }
    // The room on the disk is taken now, as there is no way to fail later.
    let failure = posix_fallocate(descriptor, 0, off_t(Self.byteCount))
    guard failure == 0 else {
      errno = failure
      throw StoreError(writing: path)
    }
    let memory = mmap(nil, Self.byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
    guard let memory, memory != MAP_FAILED else { throw StoreError(writing: path) }
    mapping = memory.bindMemory(to: Atomic<Int64>.self, capacity: 1)
    guard Self.plausible.contains(latest.microseconds) else {
      throw StoreError("\(path) is damaged; remove it, and time goes on from the last request")
    }
  }

  deinit {
    munmap(mapping, Self.byteCount)
  }

  /// The latest moment of all servers so far; 1970 where there was none.
  public var latest: Timestamp {
    Timestamp(microseconds: mapping.pointee.load(ordering: .relaxed))
  }

  /// Moves the mark to a moment, unless it is beyond that already.
  public func raise(to moment: Timestamp) {
    mapping.pointee.max(moment.microseconds, ordering: .relaxed)
  }
}
