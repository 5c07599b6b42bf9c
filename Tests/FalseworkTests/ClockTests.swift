// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkProtocol
import Testing

@Suite("The clock", .timeLimit(.minutes(2))) struct ClockTests {
  @Test("that is moved by hand stands, and goes exactly as far as it is told to")
  func manual() async throws {
    let clock = MockClock(.manual)
    let start = clock.now
    #expect(clock.now == start)
    try await clock.advance(by: .milliseconds(1500))
    #expect(clock.now == start.advanced(by: .milliseconds(1500)))
    try await clock.advance(to: start.advanced(by: .seconds(7)))
    try await clock.advance(to: start.advanced(by: .seconds(7)))
    #expect(clock.now == start.advanced(by: .seconds(7)))
  }

  @Test("keeps the appointments of a span only, and lets nobody wait for what has passed")
  func appointments() async throws {
    let clock = MockClock(.manual)
    let start = clock.now
    await clock.wait(until: start)
    try await withThrowingTaskGroup { group in
      for second in [30, 10, 20, 10, 40] {
        group.addTask { await clock.wait(until: start.advanced(by: .seconds(second))) }
      }
      while clock.waitingCount < 5 { await Task.yield() }
      for (length, left) in [(9, 5), (1, 3), (15, 2)] {
        try await clock.advance(by: .seconds(length))
        #expect(clock.waitingCount == left)
      }
      for _ in 0..<3 { try await group.next() }
      let beyond = try await clock.advanceUntilIdle(within: .seconds(14))
      #expect(beyond == start.advanced(by: .seconds(40)))
      #expect(clock.now == start.advanced(by: .seconds(30)))
      #expect(try await clock.advanceUntilIdle() == nil)
      #expect(clock.now == start.advanced(by: .seconds(40)))
    }
  }

  @Test("goes on to what is foreseen, too, and stops where nothing is")
  func foresight() async throws {
    let clock = MockClock(.manual)
    let start = clock.now
    let ends = [5, 60].map { start.advanced(by: .seconds($0)) }
    try await clock.advanceUntilIdle(foreseeing: { now in ends.first { $0 > now } })
    #expect(clock.now == ends[1])
  }

  @Test("does not go back, and ends before calendars do")
  func bounds() async throws {
    let clock = MockClock(.manual)
    let start = clock.now
    await #expect(throws: ClockProblem.past(now: start)) {
      try await clock.advance(to: start.advanced(by: .microseconds(-1)))
    }
    await #expect(throws: ClockProblem.past(now: start)) {
      try await clock.advance(by: .seconds(Int64.min / 2))
    }
    await #expect(throws: ClockProblem.tooLate) {
      try await clock.advance(by: .seconds(Int64.max / 2))
    }
    #expect(clock.now == start)
    #expect(MockClock.end.utcISO == "9989-12-31T23:59:59.000000Z")
    try await clock.advance(to: MockClock.end)
  }

  @Test(
    "is moved by hand only where it does not run", arguments: [ClockMode.auto, .running(speed: 2)])
  func refused(mode: ClockMode) async throws {
    let clock = MockClock(mode)
    await #expect(throws: ClockProblem.notManual(mode)) { try await clock.advance(by: .seconds(1)) }
    await #expect(throws: ClockProblem.notManual(mode)) { try await clock.advanceUntilIdle() }
  }

  @Test("wakes a thousand that wait at a time", arguments: [ClockMode.auto, .running(speed: 20)])
  func crowd(mode: ClockMode) async throws {
    let clock = MockClock(mode)
    await withTaskGroup { group in
      for number in 0..<1000 {
        let moment = clock.now.advanced(by: .milliseconds(number))
        group.addTask {
          await clock.wait(until: moment)
          return moment <= clock.now
        }
      }
      for await isLate in group { #expect(isLate) }
    }
    #expect(clock.waitingCount == 0)
  }

  @Test("goes to the next event by itself, and no further")
  func automatic() async throws {
    let clock = MockClock(.auto)
    let (start, day) = (clock.now, Duration.seconds(86_400))
    await clock.wait(until: start.advanced(by: day))
    #expect((day..<day * 2).contains(start.duration(to: clock.now)))
  }

  @Test("lets go of who is cancelled")
  func cancellation() async throws {
    let clock = MockClock(.manual)
    let task = Task { await clock.wait(until: clock.now.advanced(by: .seconds(1))) }
    while clock.waitingCount == 0 { await Task.yield() }
    task.cancel()
    await task.value
    #expect(clock.waitingCount == 0)
  }
}
