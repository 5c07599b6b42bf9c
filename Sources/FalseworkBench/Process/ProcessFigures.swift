// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// What the system says about processes, from `/proc`.
package enum ProcessFigures {
  /// The memory of processes that is in RAM, in bytes.
  static func residentBytes(_ pids: [pid_t]) -> Int {
    pids.reduce(0) { sum, pid in
      let status = File.text(at: "/proc/\(pid)/status") ?? ""
      return sum + (number(of: "VmRSS", in: status) ?? 0) * 1024
    }
  }

  /// The most memory that this process has had in RAM, in bytes; nil where the system does not say.
  static var peakBytes: Double? {
    number(of: "VmHWM", in: File.text(at: "/proc/self/status") ?? "").map { Double($0) * 1024 }
  }

  /// The time that processors have spent on processes, in seconds; to 10 ms on most systems.
  static func processorSeconds(_ pids: [pid_t]) -> Double {
    let ticksPerSecond = Double(sysconf(CInt(_SC_CLK_TCK)))
    return pids.reduce(0) { sum, pid in
      sum + Double(processorTicks(File.text(at: "/proc/\(pid)/stat") ?? "")) / ticksPerSecond
    }
  }

  static func threadCount(_ pid: pid_t) -> Int {
    number(of: "Threads", in: File.text(at: "/proc/\(pid)/status") ?? "") ?? 0
  }

  static func descriptorCount(_ pid: pid_t) -> Int {
    guard let folder = opendir("/proc/\(pid)/fd") else { return 0 }
    defer { closedir(folder) }
    var count = -2
    while readdir(folder) != nil { count += 1 }
    return max(0, count)
  }

  /// The children of a process whose first thread started them all.
  static func children(of pid: pid_t) -> [pid_t] {
    let list = File.text(at: "/proc/\(pid)/task/\(pid)/children") ?? ""
    return list.split { $0 == " " || $0 == "\n" }.compactMap { pid_t($0) }
  }

  /// The connections of a server's port that are established or wait for being closed by it.
  static func connectionCount(_ pid: pid_t, port: Int) -> Int {
    openConnectionCount(in: File.text(at: "/proc/\(pid)/net/tcp") ?? "", localPort: port)
  }

  /// Reads a table in the form of `/proc/net/tcp`.
  package static func openConnectionCount(in table: String, localPort: Int) -> Int {
    let (established, closeWait) = (0x01, 0x08)
    return table.split(separator: "\n").dropFirst().count { line in
      let words = line.split(separator: " ")
      guard words.count > 3, let port = words[1].split(separator: ":").last,
        Int(port, radix: 16) == localPort, let state = Int(words[3], radix: 16)
      else { return false }
      return state == established || state == closeWait
    }
  }

  /// Reads a line of the form `VmRSS:     1234 kB`.
  package static func number(of name: String, in status: String) -> Int? {
    let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
    return line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) }
  }

  /// Reads the user's and the system's share from the text of `/proc/PID/stat`.
  package static func processorTicks(_ stat: String) -> Int {
    fields(stat).dropFirst(11).prefix(2).reduce(0) { $0 + (Int($1) ?? 0) }
  }

  /// Reads from the text of `/proc/PID/stat` whether a process has ended and waits to be noticed.
  package static func isZombie(_ stat: String) -> Bool { fields(stat).first == "Z" }

  /// The fields of `/proc/PID/stat` from the third on, which is the state.
  private static func fields(_ stat: String) -> ArraySlice<Substring> {
    // The second field is a name in parentheses, which may contain anything.
    guard let end = stat.lastIndex(of: ")") else { return [] }
    return stat[end...].split(separator: " ").dropFirst()
  }
}
