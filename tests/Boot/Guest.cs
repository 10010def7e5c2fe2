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
    // Says that an emulated timer did not tick within some milliseconds of the host, which is busy: nothing of the image's.
    private const string LateTimer = "IO-APIC + timer doesn't work";
    private const int Attempts = 3;
    private readonly QemuMachine _machine;
    private readonly string _user;
    private readonly string _password;

    private Guest(QemuMachine machine, string user, string password)
    {
        (_machine, _user, _password) = (machine, user, password);
    }

    public static async Task<Guest> StartAsync(string image, Firmware firmware, string user = "root", string password = "test", int? sshPort = null, bool writable = false)
    {
        for (var attempt = 1; ; attempt++)
        {
            var log = new TestLog();
            var options = new QemuOptions { Image = image, Firmware = firmware, SshPort = sshPort, Writable = writable, Processors = 1 };
            var machine = await new QemuRunner(new LocalHost(log), log).StartAsync(options, default);
            var guest = new Guest(machine, user, password);
            try
            {
                await machine.Console.LoginAsync(user, password, BootLimit, default);
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
        await _machine.Console.SendLineAsync("systemctl reboot", default);
        await _machine.Console.LoginAsync(_user, _password, BootLimit, default);
    }

    /// <summary>Shuts the machine down as its administrator would.</summary>
    public async Task PowerOffAsync()
    {
        await _machine.Console.SendLineAsync("systemctl poweroff", default);
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

    private sealed class TestLog : IBuildLog
    {
        public void Write(LogLevel level, string text) => TestContext.Current.TestOutputHelper?.WriteLine(text);

        public void Progress(string counter, long done, long total, string unit)
        {
            // Nobody watches.
        }
    }
}
