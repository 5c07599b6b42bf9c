// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import Testing

@Suite("A course that is told")
struct JobCourseTests {
  private let policy = RunPolicy(seed: 5, preset: .realistic)

  private func record(
    _ verdict: InputVerdict = .accepted(input: defaultInput),
    _ tell: (inout JobCourse) -> Void
  ) throws -> RequestRecord {
    var course = JobCourse()
    tell(&course)
    return policy.record(
      of: try submission(verdict: verdict, course: course), occurrence: 0, at: testNow)
  }

  @Test("of nothing leaves every draw as it was")
  func nothing() throws {
    let told = try record { _ in }
    #expect(told == policy.record(of: try submission(), occurrence: 0, at: testNow))
  }

  @Test("sets wait and run, whose stages keep their proportions")
  func lengths() throws {
    let drawn = try record { _ in }
    let told = try record { course in
      course.wait = .seconds(7)
      course.run = .seconds(100)
    }
    #expect(told.entry.job.ready == .after(7))
    #expect(told.entry.timeline.runs.map(\.started) == [.after(7)])
    #expect(told.ended == .after(107))
    let (before, after) = (drawn.entry.job.timings, told.entry.job.timings)
    #expect(after.total == .seconds(100))
    #expect(abs(after.generation / after.total - before.generation / before.total) < 1e-6)
  }

  @Test("never ends, in the queue or on a runner")
  func never() throws {
    let tenYears = Timestamp.after(10 * 365 * 86_400)
    #expect(try record { $0.wait = JobCourse.never }.phase(at: tenYears) == .inQueue)
    #expect(try record { $0.run = JobCourse.never }.phase(at: tenYears) == .inProgress)
  }

  @Test("ends as the model or the platform says")
  func endings() throws {
    let body: JSONValue = ["detail": "no"]
    #expect(
      try record { $0.ending = .rejected(status: 422, body: body) }.ending
        == .rejected(status: 422, body: body))
    for failure in PlatformFailure.documented {
      #expect(try record { $0.ending = .failed(failure) }.ending == .failed(failure))
    }
    // What the input itself is refused for comes first.
    #expect(
      try record(rejection) { $0.ending = .rejected(status: 500, body: body) }.ending
        == .rejected(status: 422, body: ["detail": []]))
  }

  @Test("fails as often as it says, and after ten attempts for good", arguments: [0, 1, 9, 10, 50])
  func attempts(count: Int) throws {
    let record = try record { $0.failedAttemptCount = count }
    #expect(record.entry.timeline.runs.count == min(count + 1, RunPolicy.attemptCountMax))
    if case .succeeded = record.ending {
      #expect(count < RunPolicy.attemptCountMax)
    } else {
      #expect(count >= RunPolicy.attemptCountMax)
    }
  }

  @Test(
    "has a crowd before it that goes while it waits",
    arguments: [(0, 8000), (5, 4000), (9, 800)])
  func crowd(second: Int64, count: Int) throws {
    let job = try record { course in
      course.wait = .seconds(10)
      course.traits.crowdCount = 8000
    }.entry.job
    #expect(job.crowdCount(at: .after(second)) == count)
    #expect(job.crowdCount(at: .after(10)) == 0)
    #expect(try record { $0.wait = .seconds(10) }.entry.job.crowdCount(at: testNow) == 0)
  }

  @Test(
    "shows the positions that it tells, in equal parts of the wait",
    arguments: [(0, 3), (3, 3), (5, 7), (9, 0)])
  func positions(second: Int64, position: Int) throws {
    let job = try record { course in
      course.wait = .seconds(12)
      course.traits.positions = [3, 7, 0]
    }.entry.job
    #expect(job.toldPosition(at: .after(second)) == position)
    #expect(job.toldPosition(at: .after(12)) == nil)
  }

  @Test("keeps a result as long as it says")
  func life() throws {
    let record = try record { $0.traits.resultLife = .seconds(5) }
    let kept = Retention().of(record)
    #expect(!kept.hasExpired(record.ended, at: record.ended.advanced(by: .seconds(4))))
    #expect(kept.hasExpired(record.ended, at: record.ended.advanced(by: .seconds(5))))
    #expect(Retention().of(try self.record { _ in }) == Retention())
  }
}
