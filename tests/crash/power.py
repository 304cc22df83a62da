"""What a power cut leaves of a directory: of the calls that changed it, those that were not synced
may be lost, and done by halves.

The model: what was written to a file lasts from its fsync on; before that each block of a write may
have reached the disk or not, in any order. The entries of a directory (new files, renames, removals)
last from the fsync of the directory on; before that the later ones may be lost, in the order in which
they were made, for that is what file systems with a journal promise. A name can last while the
content of its file does not.
"""

import os
import random
import shutil
from pathlib import Path

BLOCK = 4096


class File:
    def __init__(self, content=b""):
        self.synced = bytearray(content)
        self.pending = []  # (offset, bytes) or (size, None)

    @staticmethod
    def apply(content, change):
        offset, data = change
        if data is None:
            del content[offset:]
            content.extend(bytes(offset - len(content)))
        else:
            content.extend(bytes(max(0, offset - len(content))))
            content[offset:offset + len(data)] = data

    def sync(self):
        for change in self.pending:
            self.apply(self.synced, change)
        self.pending.clear()

    def after_cut(self, dice):
        content = bytearray(self.synced)
        mode = dice.choice(("none", "all", "some"))
        for offset, data in self.pending:
            if data is None:
                if mode == "all" or (mode == "some" and dice.random() < 0.5):
                    self.apply(content, (offset, None))
                continue
            for start in range(0, len(data), BLOCK):
                if mode == "all" or (mode == "some" and dice.random() < 0.5):
                    self.apply(content, (offset + start, data[start:start + BLOCK]))
        return content


class Disk:
    """A directory tree as it was, and the calls since."""

    def __init__(self, folder):
        self.root = str(folder)
        self.files = {}
        self.entries = {}  # directory: {name: inode or None for a directory}
        self.pending = {}  # directory: changes of its entries, not synced
        for directory, folders, names in os.walk(folder):
            self.entries[directory] = {name: None for name in folders}
            for name in names:
                path = Path(directory, name)
                inode = path.stat().st_ino
                self.files[inode] = File(path.read_bytes())
                self.entries[directory][name] = inode

    def file(self, inode):
        return self.files.setdefault(inode, File())

    def note(self, path, inode, made=True):
        directory, name = os.path.split(path)
        self.pending.setdefault(directory, []).append([(name, inode, made)])

    def apply(self, call):
        if call.name == "write":
            self.file(call.inode).pending.append((call.offset, call.data))
        elif call.name == "truncate":
            self.file(call.inode).pending.append((call.offset, None))
        elif call.name == "create":
            self.files[call.inode] = File()  # the number of a removed file may come again
            self.note(call.path, call.inode)
        elif call.name == "mkdir":
            self.entries[call.path] = {}
            self.pending[call.path] = []
            self.note(call.path, None)
        elif call.name in ("unlink", "rmdir"):
            self.note(call.path, None, made=False)
        elif call.name == "link":
            self.note(call.second, call.inode)
        elif call.name == "rename":
            directory, name = os.path.split(call.path)
            assert os.path.dirname(call.second) == directory
            self.pending.setdefault(directory, []).append(
                [(name, None, False), (os.path.basename(call.second), call.inode, True)])
        elif call.name == "sync":
            if call.path in self.entries:
                for change in self.pending.pop(call.path, []):
                    self.change(self.entries[call.path], change)
            else:
                self.file(call.inode).sync()
        else:
            raise ValueError(call.name)

    @staticmethod
    def change(entries, change):
        for name, inode, made in change:
            if made:
                entries[name] = inode
            else:
                entries.pop(name, None)

    def write_after_cut(self, target, seed):
        """Makes the tree that is left."""
        dice = random.Random(seed)
        contents = {}
        shutil.rmtree(target, ignore_errors=True)
        self.write_directory(self.root, Path(target), dice, contents)

    def write_directory(self, directory, target, dice, contents):
        target.mkdir(parents=True)
        entries = dict(self.entries[directory])
        pending = self.pending.get(directory, [])
        for change in pending[:dice.choice((0, len(pending), dice.randint(0, len(pending))))]:
            self.change(entries, change)
        for name, inode in entries.items():
            if inode is None:
                self.write_directory(os.path.join(directory, name), target / name, dice, contents)
                continue
            if inode not in contents:
                contents[inode] = self.files[inode].after_cut(dice)
            (target / name).write_bytes(contents[inode])
