using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Text;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Progress;

namespace BootstrapVz.Base.Hosts;

/// <summary>This machine.</summary>
public sealed class LocalHost(IBuildLog log) : IHost
{
    private static readonly HttpClient SharedHttp = CreateHttp(null, null);

    // Ordinary users often lack the sbin folders in PATH, but may run what is in them.
    private static readonly string[] SearchPath =
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin"]).Distinct(),
    ];

    /// <inheritdoc/>
    public HttpClient Http => SharedHttp;

    /// <inheritdoc/>
    public HttpClient HttpWith(IWebProxy? proxy, ICredentials? logins) => CreateHttp(proxy, logins);

    /// <inheritdoc/>
    public TimeProvider Clock => TimeProvider.System;

    /// <inheritdoc/>
    public string? Find(string program)
    {
        if (program.Contains('/'))
            return File.Exists(program) ? program : null;
        return SearchPath.Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(path => File.Exists(path)
                && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None);
    }

    /// <inheritdoc/>
    public async Task<CommandResult> RunAsync(Command command, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        log.Debug("$ " + command);
        using var process = new Process { StartInfo = StartInfo(command) };
        Start(process, command);
        await using var kill = ct.Register(() => Kill(process));
        var output = ReadAsync(process.StandardOutput, command, LogLevel.Debug);
        var error = ReadAsync(process.StandardError, command, LogLevel.Debug);
        try
        {
            if (command.Input is not null)
                await process.StandardInput.WriteAsync(command.Input.AsMemory(), ct);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading all of its input; its exit code says whether that matters.
        }

        await process.WaitForExitAsync(CancellationToken.None);
        var result = new CommandResult(process.ExitCode, await output, await error);
        ct.ThrowIfCancellationRequested();
        return command.AllowedExitCodes.Contains(result.ExitCode) ? result : throw new CommandFailedException(command, result);
    }

    private static HttpClient CreateHttp(IWebProxy? proxy, ICredentials? logins)
    {
        var http = new HttpClient(new SocketsHttpHandler
        {
            Proxy = proxy,
            Credentials = logins,
            PreAuthenticate = logins is not null,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            MaxConnectionsPerServer = 16,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            AutomaticDecompression = DecompressionMethods.None,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan, // each transfer sets its own limit: a large file may take long, silence may not
        };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("bootstrap-vz/" + typeof(LocalHost).Assembly.GetName().Version?.ToString(3));
        return http;
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in the meantime.
        }
    }

    private ProcessStartInfo StartInfo(Command command)
    {
        var start = new ProcessStartInfo(Find(command.Program) ?? command.Program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            WorkingDirectory = command.WorkingDirectory ?? "",
            UseShellExecute = false,
        };
        foreach (var argument in command.Arguments)
            start.ArgumentList.Add(argument);
        if (!command.InheritEnvironment)
            start.Environment.Clear();
        foreach (var (name, value) in command.Environment)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        return start;
    }

    private static void Start(Process process, Command command)
    {
        try
        {
            process.Start();
        }
        catch (Win32Exception error) when (error.NativeErrorCode is 2 or 13)
        {
            throw new HostRequirementException(
                [new($"the program '{command.Program}'", $"install the package that has it, for example with: apt-get install {ToolPackages.Of(command.Program)}")]);
        }
    }

    private async Task<string> ReadAsync(StreamReader stream, Command command, LogLevel level)
    {
        var text = new StringBuilder();
        while (await stream.ReadLineAsync() is { } line)
        {
            text.Append(line).Append('\n');
            if (command.LogOutput)
                log.Write(level, "  " + command.Redact(line));
        }

        return text.ToString();
    }
}
