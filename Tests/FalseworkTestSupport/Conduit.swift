// Falsework
// SPDX-License-Identifier: MIT

internal import CLinux
internal import Glibc

/// A pipe whose ends no other program inherits.
struct Conduit {
  let reading: CInt
  let writing: CInt

  init() throws {
    var ends: [CInt] = [0, 0]
    guard pipe2(&ends, O_CLOEXEC) == 0 else {
      throw ExternalProgram.NotStarted(description: "a pipe: \(String(cString: strerror(errno)))")
    }
    (reading, writing) = (ends[0], ends[1])
  }
}
