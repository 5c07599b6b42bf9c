// Falsework
// SPDX-License-Identifier: MIT

// The Linux calls that Swift's Glibc module leaves out.

#pragma once

#include <malloc.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

int accept4(int, struct sockaddr *, socklen_t *, int);
int mkostemp(char *, int);
int pipe2(int[2], int);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);

// A union in C; only the descriptor is used.
static inline struct epoll_event falsework_epoll_event(uint32_t events, int descriptor) {
  struct epoll_event event = { .events = events, .data = { .fd = descriptor } };
  return event;
}

static inline int falsework_epoll_descriptor(const struct epoll_event *event) {
  return event->data.fd;
}
