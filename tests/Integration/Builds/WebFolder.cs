using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>A web server on this machine: the files of a folder over http and https, and a proxy for requests that name another server.</summary>
internal sealed class WebFolder : IAsyncDisposable
{
    private const string Challenge = "Basic realm=\"test\"";
    private static readonly HttpClient Upstream = new(new SocketsHttpHandler { UseProxy = false, AutomaticDecompression = DecompressionMethods.None });
    private readonly WebApplication _server;
    private readonly string _folder;
    private readonly string _certificate;

    private WebFolder(WebApplication server, string folder, string certificate) => (_server, _folder, _certificate) = (server, folder, certificate);

    public string Http => _server.Urls.Single(url => url.StartsWith("http:", StringComparison.Ordinal));

    public string Https => _server.Urls.Single(url => url.StartsWith("https:", StringComparison.Ordinal));

    /// <summary>What a client is asked for as name and password; null when it may use the proxy without.</summary>
    public string? ProxyLogin { get; init; }

    /// <summary>What a client is asked for as name and password; null when anyone may read the files.</summary>
    public string? Login { get; set; }

    /// <summary>What was asked for so far, as the request's first line has it: a whole address of those who take this for their proxy.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>The environment of a program that trusts this server's certificate.</summary>
    /// <remarks>Read by OpenSSL: SSL_CTX_set_default_verify_paths(3).</remarks>
    public IReadOnlyDictionary<string, string?> Trust => new Dictionary<string, string?> { ["SSL_CERT_FILE"] = _certificate };

    /// <summary>Starts a server.</summary>
    /// <param name="folder">What it serves; its certificate is put beside it.</param>
    /// <param name="proxyLogin">Name and password that the proxy asks for, <c>name:password</c>.</param>
    /// <param name="login">The same for the files.</param>
    public static async Task<WebFolder> StartAsync(string folder, string? proxyLogin = null, string? login = null)
    {
        using var key = RSA.Create(2048);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(names.Build());
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var file = folder.TrimEnd('/') + ".pem";
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem());

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = folder });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.Listen(IPAddress.Loopback, 0);
            server.Listen(IPAddress.Loopback, 0, socket => socket.UseHttps(certificate));
        });
        var web = new WebFolder(builder.Build(), folder, file) { ProxyLogin = proxyLogin, Login = login };
        web._server.Run(web.AnswerAsync);
        await web._server.StartAsync();
        return web;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        Requests.Enqueue(target);
        if (!target.StartsWith('/'))
            return RelayAsync(context, target);
        if (!Knows(Login, context.Request.Headers.Authorization))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = Challenge;
            return Task.CompletedTask;
        }

        var file = Path.Combine(_folder, context.Request.Path.Value!.TrimStart('/'));
        if (file.EndsWith('/'))
            file += "index.html";
        if (file.EndsWith(".html", StringComparison.Ordinal))
            context.Response.ContentType = "text/html";
        if (File.Exists(file))
            return context.Response.SendFileAsync(file);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static bool Knows(string? login, string? said) => login is null || said == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(login));

    private async Task RelayAsync(HttpContext context, string address)
    {
        if (!Knows(ProxyLogin, context.Request.Headers.ProxyAuthorization))
        {
            context.Response.StatusCode = StatusCodes.Status407ProxyAuthenticationRequired;
            context.Response.Headers.ProxyAuthenticate = Challenge;
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (context.Request.Headers.Authorization is [{ } authorization])
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await Upstream.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
            context.Response.Headers.WWWAuthenticate = answer.Headers.WwwAuthenticate.ToString();
        context.Response.ContentLength = answer.Content.Headers.ContentLength;
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
