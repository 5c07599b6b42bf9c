// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// A program that runs beside us, whose standard error goes to a file.
struct ChildProcess {
  let pid: pid_t
  private let program: String
  private let logPath: String

  /// How long a process may take to end on SIGTERM before it is killed.
  private static let patience = Duration.seconds(10)

  /// Starts a program, given by its path.
  static func start(
    _ program: String, _ arguments: [String], logPath: String, outputPath: String = "/dev/null"
  ) throws(BenchFailure) -> ChildProcess {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(
      &actions, STDOUT_FILENO, outputPath, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    posix_spawn_file_actions_addopen(
      &actions, STDERR_FILENO, logPath, O_WRONLY | O_CREAT | O_APPEND, 0o644)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // We ignore signals that the child must hear as usual.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

    var pid = pid_t()
    var strings: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
    defer { strings.forEach { free($0) } }
    strings.append(nil)
    let failure = posix_spawn(&pid, program, &actions, &attributes, strings, environ)
    guard failure == 0 else {
      throw BenchFailure("cannot run \(program): \(SystemError.text(failure))")
    }
    Leftovers.note(pid: pid)
    return ChildProcess(pid: pid, program: program, logPath: logPath)
  }

  /// Runs a program to its end and returns its standard error; throws when its status is not 0.
  @discardableResult
  static func run(
    _ program: String, _ arguments: [String], in folder: TemporaryFolder
  ) throws(BenchFailure) -> String {
    try finish(program, arguments, in: folder, outputPath: "/dev/null")
  }

  /// Runs a program to its end and returns its standard output; throws when its status is not 0.
  static func output(
    of program: String, _ arguments: [String], in folder: TemporaryFolder
  ) throws(BenchFailure) -> String {
    let file = folder.file("output")
    unlink(file)
    _ = try finish(program, arguments, in: folder, outputPath: file)
    return File.text(at: file) ?? ""
  }

  /// Returns the standard error of a program that ends well.
  private static func finish(
    _ program: String, _ arguments: [String], in folder: TemporaryFolder, outputPath: String
  ) throws(BenchFailure) -> String {
    let log = folder.file("errors")
    unlink(log)
    let child = try start(program, arguments, logPath: log, outputPath: outputPath)
    let status = child.waitForEnd()
    guard status == 0 else {
      throw BenchFailure("\(program) ended with status \(status): \(child.lastWords)")
    }
    return File.text(at: log) ?? ""
  }

  /// Whether the process has ended; its number is ours until `stop`.
  var hasEnded: Bool { ProcessFigures.isZombie(File.text(at: "/proc/\(pid)/stat") ?? "") }

  /// The lines of standard error so far.
  var complaints: [String] {
    (File.text(at: logPath) ?? "").split(separator: "\n").map(String.init)
  }

  /// What the process complained of last.
  var lastWords: String { complaints.last ?? "it said nothing" }

  /// The complaint that the process has ended too early.
  var earlyEnd: BenchFailure { BenchFailure("\(program) has ended: \(lastWords)") }

  /// Asks the process to end, kills it when it does not, and forgets it; to be called once.
  func stop() {
    kill(pid, SIGTERM)
    let end = BenchClock.now + Self.patience.nanoseconds
    while !hasEnded, BenchClock.now < end { BenchClock.nap(.milliseconds(2)) }
    if !hasEnded { kill(pid, SIGKILL) }
    _ = waitForEnd()
  }

  private func waitForEnd() -> CInt {
    var status: CInt = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    Leftovers.forget(pid: pid)
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }
}
