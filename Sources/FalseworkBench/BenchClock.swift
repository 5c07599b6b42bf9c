// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// The only place where the bench reads clocks and waits.
enum BenchClock {
  /// Nanoseconds of a clock that only runs forwards.
  static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// The real time, for the validity of certificates.
  static var secondsSinceEpoch: Int64 { Int64(time(nil)) }

  /// The real time, to compare with what servers on this machine write.
  static var microsecondsSinceEpoch: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
  }

  /// Blocks the thread.
  static func nap(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    var wish = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
    var rest = timespec()
    while nanosleep(&wish, &rest) < 0, errno == EINTR { wish = rest }
  }
}

extension Duration {
  var nanoseconds: UInt64 {
    let (seconds, attoseconds) = components
    return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
  }

  var inSeconds: Double { Double(nanoseconds) / 1e9 }
}
