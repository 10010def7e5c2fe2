using System.Text.RegularExpressions;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Qemu;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>A built image that runs, with a user logged in. What it writes stays over a restart, and reaches the disk's file only where that is asked for.</summary>
internal sealed class Guest : IAsyncDisposable
{
    // Emulated, on a busy machine.
    private static readonly TimeSpan BootLimit = TimeSpan.FromMinutes(12);
    private static readonly TimeSpan CommandLimit = TimeSpan.FromMinutes(25);
    // Firmware and boot loader together.
    private static readonly TimeSpan KernelLimit = TimeSpan.FromMinutes(5);
    // Says that an emulated timer did not tick within some milliseconds of the host, which is busy: nothing of the image's.
    private const string LateTimer = "IO-APIC + timer doesn't work";
    private const int Attempts = 3;
    private readonly QemuMachine _machine;
    private readonly string _user;
    private readonly string _password;
    private readonly string? _passphrase;

    private Guest(QemuMachine machine, string user, string password, string? passphrase)
    {
        (_machine, _user, _password, _passphrase) = (machine, user, password, passphrase);
    }

    private string AsRoot => _user == "root" ? "" : "sudo ";

    public static Task<Guest> StartAsync(string image, Firmware firmware, string user = "root", string password = "test", int? sshPort = null, bool writable = false) =>
        StartAsync(new() { Image = image, Firmware = firmware, SshPort = sshPort, Writable = writable }, user, password);

    /// <summary>Starts a machine and logs in.</summary>
    /// <param name="options">The machine.</param>
    /// <param name="user">Who logs in.</param>
    /// <param name="password">The user's password.</param>
    /// <param name="passphrase">What is typed when the initramfs asks for a disk's passphrase; null when it must not ask.</param>
    public static async Task<Guest> StartAsync(QemuOptions options, string user = "root", string password = "test", string? passphrase = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            var machine = await StartMachineAsync(options);
            var guest = new Guest(machine, user, password, passphrase);
            try
            {
                await guest.LoginAsync();
                // Kernel messages would stand between a command's lines; silencing them takes root's rights.
                if (user != "root")
                    await guest.RunAsync("sudo dmesg -n 1");
                return guest;
            }
            catch (ConsoleException error) when (attempt < Attempts && error.Tail.Contains(LateTimer))
            {
                await guest.DisposeAsync();
            }
            catch
            {
                await guest.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Starts a machine that must not get as far as a kernel, and waits for its reason.</summary>
    /// <param name="options">The machine.</param>
    /// <param name="reason">What the firmware, or what it started, says.</param>
    public static async Task AssertRefusedAsync(QemuOptions options, Regex reason)
    {
        await using var machine = await StartMachineAsync(options);
        var said = await machine.Console.ExpectAsync(new Regex($"{reason}|Linux version|login: ?$", reason.Options), BootLimit, default);
        Assert.Matches(reason, said.Value);
    }

    /// <summary>Runs a command that must succeed.</summary>
    public async Task<string> RunAsync(string command)
    {
        var result = await _machine.Console.RunAsync(command, CommandLimit, default);
        Assert.True(result.ExitCode == 0, $"'{command}' ended with {result.ExitCode}:\n{result.Output}");
        return result.Output;
    }

    /// <summary>Restarts the machine and logs in again.</summary>
    public async Task RestartAsync()
    {
        await _machine.Console.SendLineAsync(AsRoot + "systemctl reboot", default);
        await _machine.Console.ExpectAsync("reboot: Restarting system", BootLimit, default);
        try
        {
            await _machine.Console.ExpectAsync(new Regex("Linux version|(?=login: ?$)"), KernelLimit, default);
        }
        catch (ConsoleException)
        {
            // An emulated machine that restarts itself is sometimes without timers, and its firmware waits for ever. What the image does is the same after a reset.
            TestContext.Current.TestOutputHelper?.WriteLine("no kernel has started: the machine is reset");
            await _machine.ResetAsync(default);
        }

        await LoginAsync();
    }

    /// <summary>Shuts the machine down as its administrator would.</summary>
    public async Task PowerOffAsync()
    {
        await _machine.Console.SendLineAsync(AsRoot + "systemctl poweroff", default);
        Assert.Equal(0, await _machine.WaitAsync(default).WaitAsync(BootLimit));
    }

    /// <summary>Asks systemd and dpkg whether anything is broken.</summary>
    /// <param name="asRoot">A word before commands that need root's rights.</param>
    public async Task AssertHealthyAsync(string asRoot = "")
    {
        // "degraded" is told apart below, with names.
        await _machine.Console.RunAsync("systemctl is-system-running --wait", BootLimit, default);
        Assert.Equal("", await RunAsync("systemctl --failed --no-legend --plain"));
        Assert.Equal("", await RunAsync(asRoot + "dpkg --audit"));
    }

    public ValueTask DisposeAsync() => _machine.DisposeAsync();

    private async Task LoginAsync()
    {
        if (_passphrase is not null)
        {
            await _machine.Console.ExpectAsync(new Regex(@"Please unlock disk \S+: ?"), BootLimit, default);
            await _machine.Console.SendLineAsync(_passphrase, default);
        }

        await _machine.Console.LoginAsync(_user, _password, BootLimit, default);
    }

    private static Task<QemuMachine> StartMachineAsync(QemuOptions options)
    {
        var log = new TestLog();
        return new QemuRunner(new LocalHost(log), log).StartAsync(options with { Processors = 1 }, default);
    }

    private sealed class TestLog : IBuildLog
    {
        public void Write(LogLevel level, string text) => TestContext.Current.TestOutputHelper?.WriteLine(text);

        public void Progress(string counter, long done, long total, string unit)
        {
            // Nobody watches.
        }
    }
}
