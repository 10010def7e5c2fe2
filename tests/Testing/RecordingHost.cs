using System.Net;
using BootstrapVz.Base.Hosts;

namespace BootstrapVz.Test.Testing;

/// <summary>A host that runs nothing: it writes down commands and answers those that were scripted.</summary>
public sealed class RecordingHost : IHost
{
    private readonly List<Command> _commands = [];
    private readonly Dictionary<string, CommandResult> _script = [];

    /// <summary>The commands that were run, in order.</summary>
    public IReadOnlyList<Command> Commands => _commands;

    /// <inheritdoc/>
    /// <remarks>Of this machine only: a unit test may not use the network.</remarks>
    public HttpClient Http => Local ?? throw new InvalidOperationException("a unit test may not use the network");

    /// <inheritdoc/>
    public HttpClient HttpWith(IWebProxy? proxy, ICredentials? logins) => Http;

    /// <summary>HTTP for a server that the test itself has started; null for none.</summary>
    public HttpClient? Local { get; set; }

    /// <inheritdoc/>
    public TimeProvider Clock => TimeProvider.System;

    /// <summary>Sets what a command line answers.</summary>
    public void Answer(string commandLine, string output, int exitCode = 0) =>
        _script[commandLine] = new(exitCode, output, "");

    /// <inheritdoc/>
    public Task<CommandResult> RunAsync(Command command, CancellationToken ct)
    {
        _commands.Add(command);
        var result = _script.GetValueOrDefault(command.ToString(), new CommandResult(0, "", ""));
        return command.AllowedExitCodes.Contains(result.ExitCode)
            ? Task.FromResult(result)
            : throw new CommandFailedException(command, result);
    }

    /// <inheritdoc/>
    public string? Find(string program) => "/usr/bin/" + program;
}
