// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import Glibc
import Testing

@Suite("Event loops", .timeLimit(.minutes(5)), .overEachReadiness)
struct EventLoopTests {
  private static let interests: [Interest] = [[], .reading, .writing, [.reading, .writing]]

  private func withLoop(_ test: (EventLoop) async throws -> Void) async throws {
    let loop = try EventLoop(label: "falsework.test.loop", readiness: .ofTest)
    try await test(loop)
    await loop.close()
  }

  /// Returns once everything was told that could be told before.
  private func settle(_ loop: EventLoop) async throws {
    let pair = try SocketPair(owning: .far)
    let receiver = TestReceiver { loop.modify(pair.near, []) }
    pair.write()
    #expect(await loop.perform { loop.register(pair.near, .reading, receiver) })
    for _ in 0..<5 {
      #expect(await receiver.heard.next() == .reading)
      await loop.perform { loop.modify(pair.near, .reading) }
    }
    await loop.perform { loop.close(pair.near) }
  }

  @Test("tell of bytes as long as there are some")
  func reading() async throws {
    try await withLoop { loop in
      let pair = try SocketPair(owning: .far)
      let receiver = TestReceiver()
      #expect(await loop.perform { loop.register(pair.near, .reading, receiver) })
      try await settle(loop)
      #expect(await loop.perform { receiver.heardCount } == 0)
      pair.write()
      for _ in 0..<3 { #expect(await receiver.heard.next() == .reading) }
      await loop.perform { loop.close(pair.near) }
    }
  }

  @Test("tell of room once there is some")
  func writing() async throws {
    try await withLoop { loop in
      let pair = try SocketPair(owning: .far)
      let receiver = TestReceiver()
      pair.fill()
      #expect(await loop.perform { loop.register(pair.near, .writing, receiver) })
      try await settle(loop)
      #expect(await loop.perform { receiver.heardCount } == 0)
      while !pair.read(count: 65_536).isEmpty {}
      for _ in 0..<3 { #expect(await receiver.heard.next() == .writing) }
      await loop.perform { loop.close(pair.near) }
    }
  }

  @Test("tell of both at the same time")
  func readingAndWriting() async throws {
    try await withLoop { loop in
      let pair = try SocketPair(owning: .far)
      let receiver = TestReceiver()
      pair.write()
      #expect(
        await loop.perform { loop.register(pair.near, [.reading, .writing], receiver) })
      #expect(await receiver.heard.next() == [.reading, .writing])
      await loop.perform { loop.close(pair.near) }
    }
  }

  @Test("tell nothing more from when they are told so, and go on when they are told so")
  func modified() async throws {
    try await withLoop { loop in
      let pair = try SocketPair(owning: .far)
      let receiver = TestReceiver { loop.modify(pair.near, []) }
      pair.write()
      #expect(await loop.perform { loop.register(pair.near, .reading, receiver) })
      for (count, interest) in [Interest.reading, .writing, .reading, .writing].enumerated() {
        #expect(await receiver.heard.next() == interest)
        try await settle(loop)
        #expect(await loop.perform { receiver.heardCount } == count + 1)
        await loop.perform {
          loop.modify(pair.near, interest == .reading ? .writing : .reading)
        }
      }
      await loop.perform { loop.close(pair.near) }
    }
  }

  @Test("tell that a connection is gone, whatever they were to tell", arguments: interests)
  func gone(interest: Interest) async throws {
    try await withLoop { loop in
      // One after the other, for what is only done once.
      let ends = try (0..<2).map { _ in (try SocketPair(owning: .far), TestReceiver()) }
      for (pair, receiver) in ends {
        #expect(await loop.perform { loop.register(pair.near, interest, receiver) })
      }
      for (pair, receiver) in ends {
        pair.hangUp()
        while let events = await receiver.heard.next(), events.isDisjoint(with: .gone) {}
        await loop.perform { loop.close(pair.near) }
      }
    }
  }

  @Test("close a descriptor whose receiver asks so when it hears something")
  func closedByItself() async throws {
    try await withLoop { loop in
      let pair = try SocketPair(owning: .far)
      let receiver = TestReceiver { loop.close(pair.near) }
      pair.write()
      #expect(await loop.perform { loop.register(pair.near, [.reading, .writing], receiver) })
      #expect(await receiver.heard.next() == [.reading, .writing])
      await loop.close()
      #expect(pair.isHungUp)
      #expect(await loop.perform { receiver.heardCount } == 1)
    }
  }

  /// Two descriptors that are ready together, and what the first of them to hear of it does.
  private func whenBothAreReady(
    _ loop: EventLoop, _ pairs: [SocketPair], _ body: @escaping () -> Void
  ) async throws -> TestReceiver {
    let receiver = TestReceiver(whenReady: body)
    for pair in pairs { pair.write() }
    // In one block, so that the loop cannot take the first before the second is there.
    let areRegistered = await loop.perform {
      pairs.allSatisfy { loop.register($0.near, .reading, receiver) }
    }
    #expect(areRegistered)
    return receiver
  }

  @Test("tell nothing of a descriptor that was closed when another was told of")
  func closedByAnother() async throws {
    try await withLoop { loop in
      let pairs = [try SocketPair(owning: .far), try SocketPair(owning: .far)]
      let receiver = try await whenBothAreReady(loop, pairs) {
        for pair in pairs { loop.close(pair.near) }
      }
      try await settle(loop)
      #expect(await loop.perform { receiver.heardCount } == 1)
      await loop.close()
      #expect(pairs.allSatisfy { $0.isHungUp })
    }
  }

  @Test("give no number to another while something may be told of its last owner")
  func reusedNumber() async throws {
    try await withLoop { loop in
      let pairs = [try SocketPair(owning: .far), try SocketPair(owning: .far)]
      let next = try SocketPair()
      let (fresh, numbers) = (TestReceiver(), Mailbox<CInt>())
      _ = try await whenBothAreReady(loop, pairs) {
        for pair in pairs {
          loop.close(pair.near)
          // The lowest number from the closed one on that is free.
          let number = fcntl(next.near, F_DUPFD_CLOEXEC, pair.near)
          numbers.post(loop.register(number, .reading, fresh) ? number : -1)
        }
      }
      let given = [await numbers.next(), await numbers.next()].compactMap(\.self)
      #expect(Set(given).isDisjoint(with: pairs.map(\.near)))
      try await settle(loop)
      #expect(await loop.perform { fresh.heardCount } == 0)
      next.write()
      #expect(await fresh.heard.next() == .reading)
      await loop.perform { for number in given { loop.close(number) } }
    }
  }

  @Test("close every descriptor before they end, whatever they were to tell", arguments: interests)
  func end(interest: Interest) async throws {
    try await withLoop { loop in
      let pairs = try (0..<10).map { _ in try SocketPair(owning: .far) }
      let receiver = TestReceiver()
      for pair in pairs {
        #expect(await loop.perform { loop.register(pair.near, interest, receiver) })
      }
      await loop.perform {
        for pair in pairs.dropFirst(5) { loop.modify(pair.near, []) }
        for pair in pairs { loop.close(pair.near) }
      }
      await loop.close()
      await loop.close()
      #expect(pairs.allSatisfy { $0.isHungUp })
    }
  }

  @Test("close a descriptor that the system cannot watch")
  func unwatchable() async throws {
    try await withLoop { loop in
      let folder = open("/tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      try #require(folder >= 0)
      let receiver = TestReceiver()
      await loop.perform {
        if loop.register(folder, [.reading, .writing], receiver) {
          loop.close(folder)
        } else {
          close(folder)
        }
      }
    }
  }

  @Test("may be let go of with descriptors registered", arguments: interests)
  func letGo(interest: Interest) async throws {
    // Stays open: nobody tells when it is no longer watched.
    let pair = try SocketPair(owning: .far)
    do {
      let loop = try EventLoop(label: "falsework.test.loop", readiness: .ofTest)
      let receiver = TestReceiver()
      #expect(await loop.perform { loop.register(pair.near, [.reading, .writing], receiver) })
      await loop.perform { loop.modify(pair.near, interest) }
    }
    #expect(!pair.isHungUp)
  }

  @Test("tell a receiver when its deadline has passed")
  func deadline() async throws {
    try await withLoop { loop in
      let (receiver, other) = (TestReceiver(), TestReceiver())
      let now = loop.now
      await loop.perform {
        other.deadline = now + 3_600_000_000_000
        loop.watchDeadline(of: other)
        receiver.deadline = now + 20_000_000
        loop.watchDeadline(of: receiver)
      }
      #expect(await receiver.passedDeadlines.next() == now + 20_000_000)
      #expect(loop.now >= now + 20_000_000)
      // A later one, too, after the timer has been set anew.
      await loop.perform {
        receiver.deadline = now + 30_000_000
        loop.watchDeadline(of: receiver)
      }
      #expect(await receiver.passedDeadlines.next() == now + 30_000_000)
      #expect(loop.now >= now + 30_000_000)
      #expect(await loop.perform { other.deadline } == now + 3_600_000_000_000)
    }
  }
}
