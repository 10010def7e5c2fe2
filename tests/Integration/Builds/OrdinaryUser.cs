using System.Diagnostics;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>A user with a range of subordinate ids, who is made when this host has none, and a copy of the program that user may run.</summary>
internal sealed class OrdinaryUser : IDisposable
{
    private const string Made = "bootstrap-vz-test";
    private readonly bool _made;

    private OrdinaryUser(string name, bool made)
    {
        (Name, _made) = (name, made);
    }

    public string Name { get; }

    public IReadOnlyList<string> Through => As(Name);

    public static OrdinaryUser Get()
    {
        Assert.SkipUnless(Environment.UserName == "root", "becoming another user takes root rights");
        Assert.SkipUnless(File.Exists("/usr/bin/newuidmap"), "newuidmap of package uidmap is missing");
        var name = File.ReadLines("/etc/subuid").Concat(File.ReadLines("/etc/subgid")).Select(line => line.Split(':'))
            .Where(range => range is [_, _, "65536"]).GroupBy(range => range[0])
            .FirstOrDefault(user => user.Count() == 2 && File.ReadLines("/etc/passwd").Any(line => line.StartsWith(user.Key + ":", StringComparison.Ordinal)))?.Key;
        if (name is not null)
            return new(name, made: false);
        Run("useradd", "--no-create-home", Made);
        return new(Made, made: true);
    }

    /// <summary>Words through which a command runs as a user.</summary>
    public static IReadOnlyList<string> As(string user) => ["setpriv", "--reuid", user, "--regid", user == "nobody" ? "nogroup" : user, "--clear-groups"];

    /// <summary>Gives files to a user.</summary>
    public static void Give(string user, string path) => Run("chown", "--recursive", user, path);

    /// <summary>A copy of the program where every user may run it.</summary>
    public static string CopyProgram(string folder)
    {
        var copy = Path.Combine(folder, "program");
        Run("cp", "--recursive", Path.GetDirectoryName(ProgramRun.Program)!, copy);
        Run("chmod", "--recursive", "a+rX", folder);
        return Path.Combine(copy, "bootstrap-vz");
    }

    public void Dispose()
    {
        if (_made)
            Run("userdel", Made);
    }

    private static void Run(string program, params string[] words)
    {
        using var process = Process.Start(program, words);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
