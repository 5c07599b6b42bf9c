// Falsework
// SPDX-License-Identifier: MIT

/// Watches the sockets of an event loop and tells the loop's receivers what they are ready for.
///
/// It tells again as long as a socket stays ready. The number of a descriptor is free for another
/// only once nothing can be told of it any more; so a descriptor may be closed, and another one be
/// added, at any moment, also while something is being told.
///
/// All but `perform` and `end` is called on the loop's queue.
protocol ReadinessWatch: AnyObject, Sendable {
  /// Begins to watch a descriptor; false when the system has no room for it.
  func add(_ descriptor: CInt, _ interest: Interest) -> Bool

  /// Changes what is told of a descriptor.
  func modify(_ descriptor: CInt, _ interest: Interest)

  /// Ends watching a descriptor and closes it, now or a little later.
  func close(_ descriptor: CInt)

  /// Runs a block on the loop's queue, soon and never at once; may be called from anywhere.
  func perform(_ body: @escaping @Sendable () -> Void)

  /// Returns once every descriptor that was to be closed is; nothing is added any more.
  func end() async
}
