package no.fiksgateway.integrasjonspunkt.api;

import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.servlet.support.ExtendedServletRequestDataBinder;

/** What a call filters by stands in its parameters: Spring would also take a header of the same name for one. */
@ControllerAdvice
class ParametersOnly {
  @InitBinder
  void takeNoHeaders(WebDataBinder binder) {
    if (binder instanceof ExtendedServletRequestDataBinder parameters) {
      parameters.setHeaderPredicate(header -> false);
    }
  }
}
