using System.Net;
using BootstrapVz.Base.Errors;

namespace BootstrapVz.Base.Hosts;

/// <summary>The one door to the machine the build runs on: processes, network and clock.</summary>
public interface IHost
{
    /// <summary>HTTP with this program's time limits and name.</summary>
    HttpClient Http { get; }

    /// <summary>The same by other ways.</summary>
    /// <param name="proxy">A proxy, instead of the one that the environment may name.</param>
    /// <param name="logins">Names and passwords for servers that ask for them.</param>
    HttpClient HttpWith(IWebProxy? proxy, ICredentials? logins);

    /// <summary>The clock.</summary>
    TimeProvider Clock { get; }

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="CommandFailedException">It ended with an exit code that the command does not allow.</exception>
    /// <exception cref="HostRequirementException">The program is not installed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the process and its children were killed.</exception>
    Task<CommandResult> RunAsync(Command command, CancellationToken ct);

    /// <summary>The full path of a program in <c>PATH</c> (with the <c>sbin</c> folders), or null.</summary>
    string? Find(string program);
}
