// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// The machine that the bench runs on.
enum Machine {
  static var processorCount: Int { sysconf(CInt(_SC_NPROCESSORS_ONLN)) }

  /// The number of processes that wanted to run, as a mean of the last minute.
  static var load: Double {
    File.text(at: "/proc/loadavg")?.split(separator: " ").first.flatMap { Double($0) } ?? 0
  }

  static var kernel: String {
    File.text(at: "/proc/sys/kernel/osrelease").map { String($0.prefix { $0 != "\n" }) } ?? "?"
  }

  /// The path of a program that lies in the same folder as the bench itself.
  static func program(besideOurs name: String) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    let bytes = buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
    let own = String(decoding: bytes, as: UTF8.self)
    return own.prefix(through: own.lastIndex(of: "/") ?? own.startIndex) + name
  }

  /// Allows ourselves, and the children started from now on, as many descriptors as may be had.
  static func raiseDescriptorLimit(to wanted: UInt) throws(BenchFailure) {
    let resource = __rlimit_resource_t(CInt(RLIMIT_NOFILE.rawValue))
    var limit = rlimit()
    getrlimit(resource, &limit)
    if limit.rlim_cur >= wanted { return }
    var raised = rlimit(rlim_cur: wanted, rlim_max: max(wanted, limit.rlim_max))
    if setrlimit(resource, &raised) == 0 { return }
    throw BenchFailure(
      "\(wanted) descriptors are needed, \(limit.rlim_max) allowed; raise them with: "
        + "ulimit -Hn \(wanted)")
  }
}
