using Xunit;

namespace Friending.LocalHost.Tests;

/// <summary>A _folder of one test, removed with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("friending-test-");

    public string FullName => _folder.FullName;

    public string File(string name) => Path.Combine(FullName, name);

    /// <summary>Writes a shell script that can be run, by tests in the collection <see cref="FakeScripts"/>.</summary>
    public string Script(string name, string lines)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Stands in for a program with a shell script.");
        var file = File(name);
        System.IO.File.WriteAllText(file, $"#!/bin/sh\n{lines}\n");
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

/// <summary>
/// Tests that write a script and run it, alone: a process that another test starts at that moment would for an instant share the
/// open file, and a file that is open for writing cannot be run ("text file busy").
/// </summary>
[CollectionDefinition(nameof(FakeScripts), DisableParallelization = true)]
public sealed class FakeScripts;
